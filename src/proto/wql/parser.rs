//! Tokens to tree, by recursive descent with counted depth.

use super::lexer::{Kind, Lexer, Token};
use super::object_path::integer;
use super::{
    Comparison, Condition, Dialect, Literal, MAX_DEPTH, MAX_LENGTH, Malformed, ObjectPath, Operand, Path,
    Pattern, Query, Segment, Select, Walk, WalkFilter, WalkKind,
};
use crate::cim::text::eq_ignore_case;
use std::time::Duration;

/// The longest polling interval: a year.
const MAX_WITHIN: f64 = 366.0 * 86_400.0;
/// Words that end a path or a value and so are no names where one is expected.
const RESERVED: [&str; 10] = ["SELECT", "FROM", "WHERE", "WITHIN", "AND", "OR", "NOT", "LIKE", "ISA", "IS"];

pub(super) fn parse(dialect: Dialect, text: &str) -> Result<Query, Malformed> {
    if text.len() > MAX_LENGTH {
        return Err(Malformed::at(text, MAX_LENGTH, MAX_LENGTH, format!("longer than {MAX_LENGTH} bytes")));
    }
    let mut lexer = Lexer::new(text);
    let token = lexer.next()?;
    let mut parser = Parser { lexer, token, dialect, depth: 0, class: String::new(), alias: String::new() };
    let query = parser.query()?;
    parser.take(";")?;
    match parser.token.kind {
        Kind::End => Ok(query),
        _ => Err(parser.fault("expected the end of the query")),
    }
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    token: Token,
    dialect: Dialect,
    depth: usize,
    /// What FROM named, which paths may begin with.
    class: String,
    alias: String,
}

type Parsed<T> = Result<T, Malformed>;

impl<'t> Parser<'t> {
    // ---- tokens -------------------------------------------------------------------------------------------------

    fn text(&self) -> &'t str {
        self.lexer.text
    }

    fn here(&self) -> &'t str {
        &self.lexer.text[self.token.start..self.token.end]
    }

    fn column(&self) -> usize {
        self.token.column
    }

    fn fault(&self, reason: impl Into<String>) -> Malformed {
        Malformed::at(self.text(), self.token.start, self.token.end, reason)
    }

    fn advance(&mut self) -> Parsed<Token> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.token, next))
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.token.kind, Kind::Symbol(found) if found == symbol)
    }

    fn take(&mut self, symbol: &str) -> Parsed<bool> {
        let found = self.is(symbol);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect(&mut self, symbol: &str) -> Parsed<()> {
        if self.take(symbol)? { Ok(()) } else { Err(self.fault(format!("expected '{symbol}'"))) }
    }

    fn is_keyword(&self, keyword: &str) -> bool {
        self.token.kind == Kind::Word && eq_ignore_case(self.here(), keyword)
    }

    fn take_keyword(&mut self, keyword: &str) -> Parsed<bool> {
        let found = self.is_keyword(keyword);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect_keyword(&mut self, keyword: &str) -> Parsed<()> {
        if self.take_keyword(keyword)? { Ok(()) } else { Err(self.fault(format!("expected {keyword}"))) }
    }

    fn is_reserved(&self) -> bool {
        RESERVED.iter().any(|word| eq_ignore_case(word, self.here()))
    }

    fn name(&mut self, what: &str) -> Parsed<String> {
        if self.token.kind != Kind::Word || self.is_reserved() {
            return Err(self.fault(format!("expected {what}")));
        }
        let name = self.here().to_owned();
        self.advance()?;
        Ok(name)
    }

    // ---- the query ----------------------------------------------------------------------------------------------

    fn query(&mut self) -> Parsed<Query> {
        if self.take_keyword("SELECT")? {
            return self.select().map(Query::Select);
        }
        for (keyword, kind) in [("ASSOCIATORS", WalkKind::Associators), ("REFERENCES", WalkKind::References)]
        {
            if self.take_keyword(keyword)? {
                return self.walk(kind).map(Query::Walk);
            }
        }
        Err(self.fault("expected SELECT, ASSOCIATORS OF or REFERENCES OF"))
    }

    fn select(&mut self) -> Parsed<Select> {
        let mut columns = self.columns()?;
        self.expect_keyword("FROM")?;
        let class_column = self.column();
        let class = self.name("a class name after FROM")?;
        self.class.clone_from(&class);
        let named = self.take_keyword("AS")?;
        if self.token.kind == Kind::Word && (named || !self.is_reserved() && !self.is_keyword("GROUP")) {
            self.alias = self.name("an alias")?;
        }
        for column in columns.iter_mut().flatten() {
            self.strip_origin(&mut column.segments);
        }
        let within = if self.take_keyword("WITHIN")? { Some(self.within()?) } else { None };
        let condition = if self.take_keyword("WHERE")? { Some(self.any()?) } else { None };
        for unsupported in ["GROUP", "HAVING", "ORDER"] {
            if self.is_keyword(unsupported) {
                return Err(self.fault(format!("{unsupported} is not supported")));
            }
        }
        let columns = columns.filter(|list| list.iter().all(|path| !path.segments.is_empty()));
        Ok(Select { columns, class, class_column, within, condition })
    }

    /// The list after SELECT; None for `*`. `Class.*` leaves an empty path, which stands for `*` too.
    fn columns(&mut self) -> Parsed<Option<Vec<Path>>> {
        if self.take("*")? {
            return Ok(None);
        }
        let mut columns = Vec::new();
        loop {
            columns.push(self.path("a property name or '*'")?);
            if self.is("(") {
                return Err(self.fault("functions are not supported"));
            }
            if !self.take(",")? {
                return Ok(Some(columns));
            }
        }
    }

    fn within(&mut self) -> Parsed<Duration> {
        let refused = self.fault("expected a number of seconds after WITHIN");
        if self.token.kind != Kind::Number {
            return Err(refused);
        }
        match self.here().parse::<f64>() {
            Ok(seconds) if seconds <= MAX_WITHIN => {
                self.advance()?;
                Ok(Duration::from_secs_f64(seconds))
            }
            _ => Err(refused),
        }
    }

    // ---- paths --------------------------------------------------------------------------------------------------

    fn path(&mut self, what: &str) -> Parsed<Path> {
        let column = self.column();
        let mut segments = Vec::new();
        let mut wildcard = false;
        loop {
            let mut name = self.name(what)?;
            if self.take("::")? {
                // CQL may say which class declares the property: Class::Property.
                name = self.name("a property name")?;
            }
            let index = self.index()?;
            segments.push(Segment { name, index });
            if segments.len() > MAX_DEPTH {
                return Err(self.fault("the property path is too deep"));
            }
            if !self.take(".")? {
                break;
            }
            if self.take("*")? {
                wildcard = true;
                break;
            }
        }
        self.strip_origin(&mut segments);
        if wildcard {
            segments.clear();
        }
        Ok(Path { segments, column })
    }

    fn index(&mut self) -> Parsed<Option<u32>> {
        if !self.is("[") {
            return Ok(None);
        }
        if self.dialect == Dialect::Wql {
            return Err(self.fault("WQL has no array indexes"));
        }
        self.advance()?;
        let Some(index) = integer(self.here()).and_then(|index| u32::try_from(index).ok()) else {
            return Err(self.fault("expected an array index"));
        };
        self.advance()?;
        self.expect("]")?;
        Ok(Some(index))
    }

    /// Takes what FROM named, or `__this`, off the front of a path.
    fn strip_origin(&self, segments: &mut Vec<Segment>) {
        let Some(first) = segments.first().filter(|first| first.index.is_none()) else { return };
        let origin = (!self.class.is_empty() && eq_ignore_case(&first.name, &self.class))
            || (!self.alias.is_empty() && eq_ignore_case(&first.name, &self.alias));
        if eq_ignore_case(&first.name, "__this") || origin {
            segments.remove(0);
        }
    }

    // ---- conditions ---------------------------------------------------------------------------------------------

    fn any(&mut self) -> Parsed<Condition> {
        self.chain("OR", Self::all, Condition::Any)
    }

    fn all(&mut self) -> Parsed<Condition> {
        self.chain("AND", Self::not, Condition::All)
    }

    fn chain(
        &mut self,
        keyword: &str,
        term: fn(&mut Self) -> Parsed<Condition>,
        join: fn(Vec<Condition>) -> Condition,
    ) -> Parsed<Condition> {
        let first = term(self)?;
        if !self.is_keyword(keyword) {
            return Ok(first);
        }
        let mut terms = vec![first];
        while self.take_keyword(keyword)? {
            terms.push(term(self)?);
        }
        Ok(join(terms))
    }

    fn not(&mut self) -> Parsed<Condition> {
        let negated = self.is_keyword("NOT");
        if !negated && !self.is("(") {
            return self.predicate();
        }
        if self.depth == MAX_DEPTH {
            return Err(self.fault(format!("conditions nest deeper than {MAX_DEPTH}")));
        }
        self.depth += 1;
        self.advance()?;
        let inner = if negated {
            Condition::Not(Box::new(self.not()?))
        } else {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        };
        self.depth -= 1;
        Ok(inner)
    }

    fn predicate(&mut self) -> Parsed<Condition> {
        let left = self.operand()?;
        if let Some(left) = left {
            self.compared(left)
        } else {
            // NULL = property
            let comparison = self.comparison()?;
            match self.operand()? {
                Some(Operand::Path(path)) => self.null_test(path, comparison),
                _ => Err(self.fault("expected a property")),
            }
        }
    }

    fn compared(&mut self, left: Operand) -> Parsed<Condition> {
        let Operand::Path(path) = left else {
            let comparison = self.comparison()?;
            return match self.operand()? {
                Some(right @ Operand::Path(_)) => Ok(Condition::Compare { left, comparison, right }),
                _ => Err(self.fault("a comparison needs a property on one side")),
            };
        };
        if self.take_keyword("IS")? {
            let expected = !self.take_keyword("NOT")?;
            self.expect_keyword("NULL")?;
            return Ok(Condition::IsNull { path, expected });
        }
        if self.take_keyword("ISA")? {
            return Ok(Condition::Isa { path, class: self.class_literal()? });
        }
        if self.is_keyword("NOT") || self.is_keyword("LIKE") {
            return self.like(path);
        }
        let comparison = self.comparison()?;
        match self.operand()? {
            Some(right) => Ok(Condition::Compare { left: Operand::Path(path), comparison, right }),
            None => self.null_test(path, comparison),
        }
    }

    fn null_test(&self, path: Path, comparison: Comparison) -> Parsed<Condition> {
        match comparison {
            Comparison::Equal => Ok(Condition::IsNull { path, expected: true }),
            Comparison::NotEqual => Ok(Condition::IsNull { path, expected: false }),
            _ => Err(self.fault("NULL can only be compared by = and <>")),
        }
    }

    fn like(&mut self, path: Path) -> Parsed<Condition> {
        let negated = self.take_keyword("NOT")?;
        self.expect_keyword("LIKE")?;
        let Kind::Text(text) = &self.token.kind else { return Err(self.fault("expected a quoted pattern")) };
        let compiled = match self.dialect {
            Dialect::Wql => Pattern::wql(text),
            Dialect::Cql => Pattern::cql(text),
        };
        let pattern = compiled.map_err(|reason| self.fault(format!("bad pattern: {reason}")))?;
        self.advance()?;
        let like = Condition::Like { path, pattern };
        Ok(if negated { Condition::Not(Box::new(like)) } else { like })
    }

    fn class_literal(&mut self) -> Parsed<String> {
        if let Kind::Text(text) = &self.token.kind {
            let class = text.trim().to_owned();
            self.advance()?;
            return Ok(class);
        }
        self.name("a class name after ISA")
    }

    fn comparison(&mut self) -> Parsed<Comparison> {
        const SIGNS: [(&str, Comparison); 7] = [
            ("=", Comparison::Equal),
            ("<>", Comparison::NotEqual),
            ("!=", Comparison::NotEqual),
            ("<", Comparison::Less),
            ("<=", Comparison::LessOrEqual),
            (">", Comparison::Greater),
            (">=", Comparison::GreaterOrEqual),
        ];
        let found = SIGNS.into_iter().find(|(sign, _)| self.is(sign));
        let Some((_, comparison)) = found else {
            return Err(self.fault("expected a comparison, LIKE, ISA or IS [NOT] NULL"));
        };
        self.advance()?;
        Ok(comparison)
    }

    /// A property path or a constant; None for NULL.
    fn operand(&mut self) -> Parsed<Option<Operand>> {
        let column = self.column();
        let literal = match &self.token.kind {
            Kind::Text(text) => Literal::Text(text.clone()),
            Kind::Number | Kind::Symbol("+" | "-") => {
                return Ok(Some(Operand::Literal(self.number()?, column)));
            }
            Kind::Word if self.is_keyword("NULL") => {
                self.advance()?;
                return Ok(None);
            }
            Kind::Word if self.is_keyword("TRUE") => Literal::Boolean(true),
            Kind::Word if self.is_keyword("FALSE") => Literal::Boolean(false),
            _ => {
                let path = self.path("a property or a value")?;
                if self.is("(") {
                    return Err(self.fault("functions are not supported"));
                }
                return Ok(Some(Operand::Path(path)));
            }
        };
        self.advance()?;
        Ok(Some(Operand::Literal(literal, column)))
    }

    fn number(&mut self) -> Parsed<Literal> {
        let negative = self.is("-");
        if negative || self.is("+") {
            self.advance()?;
        }
        if self.token.kind != Kind::Number {
            return Err(self.fault("expected a number"));
        }
        let text = self.here();
        let literal = match integer(text) {
            Some(value) => Literal::Integer(if negative { -value } else { value }),
            None => match text.parse::<f64>() {
                Ok(value) if value.is_finite() && text.contains(['.', 'e', 'E']) => {
                    Literal::Real(if negative { -value } else { value })
                }
                _ => return Err(self.fault("the number is too large")),
            },
        };
        self.advance()?;
        Ok(literal)
    }

    // ---- ASSOCIATORS OF, REFERENCES OF ----------------------------------------------------------------------------

    fn walk(&mut self, kind: WalkKind) -> Parsed<Walk> {
        self.expect_keyword("OF")?;
        if !self.is("{") {
            return Err(self.fault("expected '{' and an object path"));
        }
        let (start, inner) = self.lexer.braced()?;
        let path = ObjectPath::parse(inner).map_err(|(at, reason)| {
            Malformed::at(self.text(), start + at, start + inner.len(), format!("bad object path: {reason}"))
        })?;
        let path_column = Malformed::at(self.text(), start, start, "").column;
        // The token after the brace was not read yet: the brace itself is still the current one.
        self.token = self.lexer.next()?;
        let mut filter = WalkFilter::default();
        if self.take_keyword("WHERE")? {
            if self.token.kind == Kind::End {
                return Err(self.fault("expected a condition after WHERE"));
            }
            while self.token.kind == Kind::Word {
                self.walk_clause(kind, &mut filter)?;
            }
        }
        Ok(Walk { kind, path, path_column, filter })
    }

    /// One of the clauses that Microsoft documents; they stand side by side, without AND.
    fn walk_clause(&mut self, kind: WalkKind, filter: &mut WalkFilter) -> Parsed<()> {
        let associators = kind == WalkKind::Associators;
        let fault = self.fault("this clause is given twice");
        let word = self.here();
        let flags = [
            ("ClassDefsOnly", &mut filter.class_definitions_only),
            ("KeysOnly", &mut filter.keys_only),
            ("SchemaOnly", &mut filter.schema_only),
        ];
        for (name, flag) in flags {
            if eq_ignore_case(word, name) {
                self.advance()?;
                return if std::mem::replace(flag, true) { Err(fault) } else { Ok(()) };
            }
        }
        let values = [
            ("AssocClass", associators, &mut filter.association_class),
            ("ResultClass", true, &mut filter.result_class),
            ("Role", true, &mut filter.role),
            ("ResultRole", associators, &mut filter.result_role),
            ("RequiredQualifier", true, &mut filter.required_qualifier),
            ("RequiredAssocQualifier", associators, &mut filter.required_association_qualifier),
        ];
        for (name, allowed, value) in values {
            if allowed && eq_ignore_case(word, name) {
                self.advance()?;
                self.expect("=")?;
                let given = self.clause_value(name)?;
                return if value.replace(given).is_some() { Err(fault) } else { Ok(()) };
            }
        }
        Err(self.fault("this is no clause of such a query"))
    }

    fn clause_value(&mut self, clause: &str) -> Parsed<String> {
        if let Kind::Text(text) = &self.token.kind {
            let text = text.clone();
            self.advance()?;
            return Ok(text);
        }
        self.name(&format!("a name after {clause}="))
    }
}
