//! What the operations of one destination share: endpoint, settings, classes, identifiers.

use super::classes::ClassCache;
use super::exchange::Operation;
use super::identifier::Identifiers;
use super::request::Identity;
use super::settings::Settings;
use crate::codec::wsman::envelope::Opening;
use crate::codec::wsman::header::Common;
use crate::proto::http::{Endpoint, Io};
use crate::proto::{Connection, Exchange, Request, Services, Timers};
use crate::sync::Mutex;
use std::sync::Arc;

/// A session with a server.
pub struct Session {
    pub endpoint: Arc<Endpoint>,
    pub settings: Settings,
    pub url: String,
    pub common: Common,
    /// `p:SessionId` of every request.
    pub id: String,
    pub identifiers: Identifiers,
    pub classes: ClassCache,
    /// How its answers begin.
    pub opening: Mutex<Opening>,
    pub network: Arc<Io>,
    pub timers: Arc<dyn Timers>,
}

impl Session {
    /// Of a new request.
    pub fn identity(&self) -> Identity {
        Identity {
            message: self.identifiers.make(),
            operation: self.identifiers.make(),
            sequence: 1,
            machine: None,
        }
    }
}

impl Drop for Session {
    /// The last operation is gone too: nobody can use the pooled connections any more.
    fn drop(&mut self) {
        self.network.forget(self.endpoint.id);
    }
}

/// The connection the runtime holds.
pub struct Remote(Arc<Session>);

impl Remote {
    pub fn new(endpoint: Endpoint, settings: Settings, services: Services) -> Self {
        let (identifiers, url) = (Identifiers::default(), endpoint.url());
        let locale = settings.locale.as_deref();
        let data_locale = settings.data_locale.as_deref().or(locale);
        Self(Arc::new(Session {
            common: Common::new(&url, settings.max_envelope, locale, data_locale),
            url,
            id: identifiers.make(),
            endpoint: Arc::new(endpoint),
            settings,
            identifiers,
            classes: ClassCache::default(),
            opening: Mutex::default(),
            network: services.network,
            timers: services.timers,
        }))
    }
}

impl Connection for Remote {
    fn start(&self, request: Request) -> Box<dyn Exchange> {
        Box::new(Operation::new(self.0.clone(), request))
    }
}
