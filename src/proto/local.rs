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
        Ok(Box::new(Conn))
    }
}
struct Conn;
impl Connection for Conn {
    fn start(&self, r: Request) -> Box<dyn Exchange> {
        Box::new(Ex {
            n: match r.verb {
                Verb::EnumerateInstances { .. } => 3,
                Verb::Subscribe { .. } => -1,
                _ => 0,
            },
        })
    }
}
struct Ex {
    n: i32,
}
impl Exchange for Ex {
    fn poll_event(&mut self, _: &mut Context<'_>) -> Poll<Event> {
        if self.n < 0 {
            return Poll::Pending;
        }
        if self.n == 0 {
            return Poll::Ready(Event::Final(Ok(())));
        }
        self.n -= 1;
        let mut i = Instance::dynamic("X").unwrap();
        i.add("n", &Value::Uint32(self.n as u32), 0).unwrap();
        Poll::Ready(Event::Instance(i))
    }
}
