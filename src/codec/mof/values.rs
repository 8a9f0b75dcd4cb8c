//! Productions of values and qualifiers.

use super::ast::*;
use super::error::{Error, Kind};
use super::lexer::Shape;
use super::literal::{self, Number};
use super::names;
use super::parser::Parser;
use crate::abi::{MI_ARRAY, MI_FLAG_ANY};

impl<'a> Parser<'a> {
    /// A value: a constant, an alias, `instance of ..`, or an array of these.
    pub(super) fn initializer(&mut self) -> Result<Initializer, Error> {
        if self.lexer.token.is_mark(b'{') { self.array() } else { self.constant() }
    }

    fn array(&mut self) -> Result<Initializer, Error> {
        let position = self.position();
        self.advance()?;
        let mut elements = Vec::new();
        if !self.take_mark(b'}')? {
            loop {
                elements.push(self.constant()?);
                if self.take_mark(b'}')? {
                    break;
                }
                self.mark(b',', "',' or '}' in the array")?;
            }
        }
        Ok(Initializer { literal: Literal::Array(elements), position })
    }

    fn constant(&mut self) -> Result<Initializer, Error> {
        let position = self.position();
        let token = self.lexer.token;
        let literal = match token.shape {
            Shape::Text => Literal::String(self.text("a text")?),
            Shape::Alias => Literal::Alias(self.alias()?),
            Shape::Word if token.is_word("instance") => Literal::Instance(Box::new(self.nested_instance()?)),
            _ => {
                let Some(literal) = self.simple() else { return Err(self.expected("a value")) };
                self.advance()?;
                literal
            }
        };
        Ok(Initializer { literal, position })
    }

    /// The meaning of the token ahead, where one token is the whole value.
    fn simple(&self) -> Option<Literal> {
        let token = &self.lexer.token;
        match token.shape {
            Shape::Number => match literal::number(token.text)? {
                Number::Integer(value) => Some(Literal::Integer(Wide(value))),
                Number::Real(value) => Some(Literal::Real(value)),
            },
            Shape::Character => {
                let inner = token.text.get(1..token.text.len() - 1)?;
                literal::character(inner).map(Literal::Character)
            }
            Shape::Word if token.is_word("true") => Some(Literal::Boolean(true)),
            Shape::Word if token.is_word("false") => Some(Literal::Boolean(false)),
            Shape::Word if token.is_word("null") => Some(Literal::Null),
            _ => None,
        }
    }

    /// One text: adjacent pieces are one.
    pub(super) fn text(&mut self, expected: &str) -> Result<String, Error> {
        if self.lexer.token.shape != Shape::Text {
            return Err(self.expected(expected));
        }
        let mut value = String::new();
        while self.lexer.token.shape == Shape::Text {
            let inner = &self.lexer.token.text[1..self.lexer.token.text.len() - 1];
            if let Err((at, expected)) = literal::text(inner, &mut value) {
                let offset = self.lexer.token.offset + 1 + at;
                return Err(self.lexer.error(Kind::Syntax, offset, 6, expected));
            }
            self.advance()?;
        }
        Ok(value)
    }

    /// `[ .. ]`, or nothing.
    pub(super) fn qualifier_list(&mut self) -> Result<Vec<Qualifier<'a>>, Error> {
        if !self.take_mark(b'[')? {
            return Ok(Vec::new());
        }
        let mut qualifiers = Vec::with_capacity(4);
        loop {
            qualifiers.push(self.qualifier()?);
            if self.take_mark(b']')? {
                return Ok(qualifiers);
            }
            self.mark(b',', "',' or ']' after the qualifier")?;
        }
    }

    fn qualifier(&mut self) -> Result<Qualifier<'a>, Error> {
        let position = self.position();
        let name = self.name("a qualifier's name")?;
        let value = if self.take_mark(b'(')? {
            let value = self.constant()?;
            self.mark(b')', "')' after the qualifier's value")?;
            Some(value)
        } else if self.lexer.token.is_mark(b'{') {
            Some(self.array()?)
        } else {
            None
        };
        let mut flavor = 0;
        if self.take_mark(b':')? {
            flavor = self.flavor()?;
            while self.lexer.token.shape == Shape::Word {
                flavor |= self.flavor()?;
            }
        }
        Ok(Qualifier { name, value, flavor, position })
    }

    fn flavor(&mut self) -> Result<u32, Error> {
        let flavor =
            (self.lexer.token.shape == Shape::Word).then(|| names::flavor(self.lexer.token.text)).flatten();
        let Some(flavor) = flavor else {
            return Err(self.expected(
                "a flavor (EnableOverride, DisableOverride, Restricted, ToSubclass, Translatable)",
            ));
        };
        self.advance()?;
        Ok(flavor)
    }

    /// After the word `qualifier`.
    pub(super) fn qualifier_declaration(&mut self) -> Result<QualifierDeclaration, Error> {
        let position = self.position();
        let name = self.name("the qualifier's name")?.to_owned();
        self.mark(b':', "':' and the qualifier's type")?;
        let simple = (self.lexer.token.shape == Shape::Word)
            .then(|| names::simple_type(self.lexer.token.text))
            .flatten();
        let Some(ty) = simple else { return Err(self.expected("a simple type")) };
        self.advance()?;
        let mut data_type = DataType { ty, class: None, subscript: 0 };
        self.subscript(&mut data_type)?;
        let value = if self.take_mark(b'=')? { Some(self.initializer()?) } else { None };
        let (mut scope, mut flavor) = (0, 0);
        while self.take_mark(b',')? {
            if self.take_word("scope")? {
                scope |= self.parenthesised(names::scope, "a scope (class, property, method, .. or any)")?;
            } else if self.take_word("flavor")? {
                flavor |= self.parenthesised(names::flavor, "a flavor")?;
            } else {
                return Err(self.expected("scope or flavor"));
            }
        }
        self.mark(b';', "';' after the qualifier's declaration")?;
        if scope == 0 {
            scope = MI_FLAG_ANY;
        }
        let DataType { ty, subscript, .. } = data_type;
        debug_assert!(ty.0 & MI_ARRAY.0 != 0 || subscript == 0);
        Ok(QualifierDeclaration { name, ty, subscript, value, scope, flavor, position })
    }

    /// `( word , .. )`
    fn parenthesised(&mut self, meaning: fn(&str) -> Option<u32>, expected: &str) -> Result<u32, Error> {
        self.mark(b'(', "'('")?;
        let mut bits = 0;
        loop {
            let word =
                (self.lexer.token.shape == Shape::Word).then(|| meaning(self.lexer.token.text)).flatten();
            let Some(bit) = word else { return Err(self.expected(expected)) };
            bits |= bit;
            self.advance()?;
            if self.take_mark(b')')? {
                return Ok(bits);
            }
            self.mark(b',', "',' or ')'")?;
        }
    }
}
