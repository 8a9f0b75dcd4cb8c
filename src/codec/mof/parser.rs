//! Tokens to declarations: the productions of DSP0004 2.x, annex A, by recursive descent.

use super::ast::*;
use super::error::{Error, Kind};
use super::lexer::{Lexer, Shape};

/// How deep values may nest (`instance of` within `instance of`).
pub(super) const MOST_NESTED: u32 = 64;

/// A parser of one text, one token ahead.
pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) nested: u32,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str) -> Result<Self, Error> {
        Ok(Parser { lexer: Lexer::new(text)?, nested: 0 })
    }

    /// The next production; None at the end of the text.
    pub fn production(&mut self) -> Result<Option<Declaration<'a>>, Error> {
        if self.lexer.token.shape == Shape::End {
            return Ok(None);
        }
        if self.lexer.token.shape == Shape::Pragma {
            return self.pragma().map(Declaration::Pragma).map(Some);
        }
        let qualifiers = self.qualifier_list()?;
        let declaration = if self.take_word("class")? {
            Declaration::Class(self.class(qualifiers)?)
        } else if self.lexer.token.is_word("instance") {
            Declaration::Instance(self.instance(true)?)
        } else if qualifiers.is_empty() && self.take_word("qualifier")? {
            Declaration::Qualifier(self.qualifier_declaration()?)
        } else if qualifiers.is_empty() {
            return Err(
                self.expected("a declaration (#pragma, qualifier, class, instance or a qualifier list)")
            );
        } else {
            return Err(self.expected("class or instance after the qualifier list"));
        };
        Ok(Some(declaration))
    }

    fn pragma(&mut self) -> Result<Pragma, Error> {
        self.advance()?;
        let position = self.position();
        let name = self.name("the pragma's name")?.to_owned();
        self.mark(b'(', "'(' after the pragma's name")?;
        let value = self.text("the pragma's value in double quotes")?;
        self.mark(b')', "')' after the pragma's value")?;
        Ok(Pragma { name, value, position })
    }

    fn class(&mut self, qualifiers: Vec<Qualifier<'a>>) -> Result<ClassDeclaration<'a>, Error> {
        let position = self.position();
        let name = self.name("the class's name")?;
        if self.take_word("as")? {
            // Class aliases are in the grammar; nothing in a text can refer to them.
            self.alias()?;
        }
        let superclass = if self.take_mark(b':')? { Some(self.name("the superclass's name")?) } else { None };
        self.mark(b'{', "'{' and the class's features")?;
        let mut class = ClassDeclaration {
            name,
            superclass,
            qualifiers,
            properties: Vec::with_capacity(8),
            methods: vec![],
            position,
        };
        while !self.take_mark(b'}')? {
            self.feature(&mut class)?;
        }
        self.mark(b';', "';' after the class")?;
        Ok(class)
    }

    /// A property, a reference or a method.
    fn feature(&mut self, class: &mut ClassDeclaration<'a>) -> Result<(), Error> {
        let qualifiers = self.qualifier_list()?;
        let expected = "a property, a reference, a method or '}'";
        let data_type = self.data_type(expected)?;
        let position = self.position();
        let name = self.name("the name of a property or method")?;
        if self.take_mark(b'(')? {
            let parameters = self.parameters()?;
            self.mark(b';', "';' after the method")?;
            class.methods.push(MethodDeclaration {
                name,
                returns: data_type,
                qualifiers,
                parameters,
                position,
            });
            return Ok(());
        }
        let Some(mut data_type) = data_type else {
            return Err(self.expected("'(': only a method can be void"));
        };
        self.subscript(&mut data_type)?;
        let value = if self.take_mark(b'=')? { Some(self.initializer()?) } else { None };
        self.mark(b';', "';' after the property")?;
        class.properties.push(PropertyDeclaration { name, data_type, qualifiers, value, position });
        Ok(())
    }

    fn parameters(&mut self) -> Result<Vec<ParameterDeclaration<'a>>, Error> {
        if self.take_mark(b')')? {
            return Ok(Vec::new());
        }
        let mut parameters = Vec::with_capacity(4);
        loop {
            let qualifiers = self.qualifier_list()?;
            let Some(mut data_type) = self.data_type("a parameter")? else {
                return Err(self.expected("a parameter: void is none"));
            };
            let position = self.position();
            let name = self.name("the parameter's name")?;
            self.subscript(&mut data_type)?;
            parameters.push(ParameterDeclaration { name, data_type, qualifiers, position });
            if self.take_mark(b')')? {
                return Ok(parameters);
            }
            self.mark(b',', "',' or ')' after the parameter")?;
        }
    }

    /// A type in front of a name: a simple one, `Class ref`, or void (None).
    /// Arrays of results have their brackets here.
    fn data_type(&mut self, expected: &str) -> Result<Option<DataType<'a>>, Error> {
        if self.lexer.token.shape != Shape::Word {
            return Err(self.expected(expected));
        }
        let (word, offset) = (self.lexer.token.text, self.lexer.token.offset);
        self.advance()?;
        let mut data_type = if let Some(ty) = super::names::simple_type(word) {
            DataType { ty, class: None, subscript: 0 }
        } else if word.eq_ignore_ascii_case("void") {
            return Ok(None);
        } else {
            if !self.take_word("ref")? {
                let expected = "a type (boolean, uint8 .. string, datetime), or 'ref' behind a class's name";
                return Err(self.lexer.error(Kind::Syntax, offset, word.len(), expected));
            }
            DataType { ty: crate::abi::MI_REFERENCE, class: Some(word), subscript: 0 }
        };
        self.subscript(&mut data_type)?;
        Ok(Some(data_type))
    }

    /// `[]` or `[4]`, if it is there.
    #[inline]
    pub(super) fn subscript(&mut self, data_type: &mut DataType<'_>) -> Result<(), Error> {
        if self.lexer.token.is_mark(b'[') { self.brackets(data_type) } else { Ok(()) }
    }

    fn brackets(&mut self, data_type: &mut DataType<'_>) -> Result<(), Error> {
        let token = self.lexer.token;
        self.advance()?;
        if data_type.ty.0 & crate::abi::MI_ARRAY.0 != 0 {
            return Err(self.lexer.error(Kind::Syntax, token.offset, 1, "one pair of brackets only"));
        }
        data_type.ty.0 |= crate::abi::MI_ARRAY.0;
        if self.lexer.token.shape == Shape::Number {
            match super::literal::number(self.lexer.token.text) {
                Some(super::literal::Number::Integer(size @ 1..=0xFFFF_FFFF)) => {
                    data_type.subscript = size as u32
                }
                _ => return Err(self.expected("a positive array size")),
            }
            self.advance()?;
        }
        self.mark(b']', "']' after the array size")
    }

    /// `top`: a declaration of its own, not a value.
    fn instance(&mut self, top: bool) -> Result<InstanceDeclaration, Error> {
        self.advance()?;
        if !self.take_word("of")? {
            return Err(self.expected("'of' after 'instance'"));
        }
        let position = self.position();
        let class = self.name("the instance's class")?.to_owned();
        let alias = if self.take_word("as")? { Some(self.alias()?) } else { None };
        self.mark(b'{', "'{' and the instance's values")?;
        let mut values = Vec::new();
        while !self.take_mark(b'}')? {
            // Qualifiers of values are in the grammar; instances have none in the model.
            self.qualifier_list()?;
            let position = self.position();
            let name = self.name("a property's name or '}'")?.to_owned();
            self.mark(b'=', "'=' after the property's name")?;
            let value = self.initializer()?;
            self.mark(b';', "';' after the value")?;
            values.push(PropertyValue { name, value, position });
        }
        if top {
            self.mark(b';', "';' after the instance")?;
        }
        Ok(InstanceDeclaration { class, alias, values, position })
    }

    /// `instance of ..` as a value, counted against the nesting limit.
    pub(super) fn nested_instance(&mut self) -> Result<InstanceDeclaration, Error> {
        if self.nested >= MOST_NESTED {
            let offset = self.lexer.token.offset;
            return Err(self.lexer.error(Kind::Limit, offset, 8, "values nested less deep"));
        }
        self.nested += 1;
        let instance = self.instance(false);
        self.nested -= 1;
        instance
    }

    pub(super) fn alias(&mut self) -> Result<String, Error> {
        if self.lexer.token.shape != Shape::Alias {
            return Err(self.expected("an alias: '$' and a name"));
        }
        let alias = self.lexer.token.text.to_owned();
        self.advance()?;
        Ok(alias)
    }

    pub(super) fn name(&mut self, expected: &str) -> Result<&'a str, Error> {
        if self.lexer.token.shape != Shape::Word {
            return Err(self.expected(expected));
        }
        let name = self.lexer.token.text;
        self.advance()?;
        Ok(name)
    }

    pub(super) fn take_word(&mut self, word: &str) -> Result<bool, Error> {
        let found = self.lexer.token.is_word(word);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn take_mark(&mut self, mark: u8) -> Result<bool, Error> {
        let found = self.lexer.token.is_mark(mark);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn mark(&mut self, mark: u8, expected: &str) -> Result<(), Error> {
        if self.take_mark(mark)? { Ok(()) } else { Err(self.expected(expected)) }
    }

    pub(super) fn advance(&mut self) -> Result<(), Error> {
        self.lexer.advance()
    }

    /// The place of the token ahead.
    pub(super) fn position(&mut self) -> Position {
        self.lexer.position()
    }

    #[cold]
    pub(super) fn expected(&mut self, expected: &str) -> Error {
        let (offset, length) = (self.lexer.token.offset, self.lexer.token_length());
        self.lexer.error(Kind::Syntax, offset, length, expected)
    }
}
