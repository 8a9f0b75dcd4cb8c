//! stub
use super::*;
pub struct Local;
impl Handler for Local {
    fn connect(
        &self,
        _: Option<&str>,
        _: &DestinationOptions,
        _: &Services,
    ) -> Result<Box<dyn Connection>, Error> {
        todo!()
    }
}
