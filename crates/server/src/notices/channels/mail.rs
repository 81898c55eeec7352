//! Mail over SMTP. The Message-ID is the message's own mark: a mail sent again after a lost answer is the same mail
//! to the servers and programs that receive it.

use chrono::TimeDelta;
use domain::notices::{Receipt, SendError};
use futures::future::BoxFuture;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Channel, Outgoing, Settings, unusable};

const NAME: &str = "发信服务器";

/// A mail server that takes our mail.
pub(super) struct Mail {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    pub(super) fn open(settings: &Settings) -> Result<Self, SendError> {
        let host = settings.text("host");
        let tls = || TlsParameters::new(host.to_owned()).map_err(unusable);
        let tls = match settings.text("security") {
            "none" => Tls::None,
            "starttls" => Tls::Required(tls()?),
            _ => Tls::Wrapper(tls()?),
        };
        let port = u16::try_from(settings.number("port")).unwrap_or(465);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .tls(tls)
            // A connection for each mail: an answer left over from the one before would be taken for this one's.
            .pool_config(PoolConfig::new().max_size(0))
            .timeout(Some(settings.patience()));
        let user = settings.text("user");
        if !user.is_empty() {
            let password = settings.secret("password").to_string();
            builder = builder.credentials(Credentials::new(user.to_owned(), password));
        }
        let address: Address = settings.text("from").parse().map_err(unusable)?;
        let name = Some(settings.text("from_name").to_owned()).filter(|name| !name.is_empty());
        Ok(Self {
            smtp: builder.build(),
            from: Mailbox::new(name, address),
        })
    }

    fn mail(&self, out: &Outgoing) -> Result<Message, SendError> {
        let to: Address = out.to.parse().map_err(|_| SendError::Permanent {
            address: true,
            why: "邮箱地址写得不对".to_owned(),
        })?;
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(out.title.clone())
            .message_id(Some(format!("<{}@{}>", out.mark, self.from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{}\n\n{}\n", out.body, out.link))
            .map_err(|error| SendError::Permanent {
                address: false,
                why: format!("写不成邮件：{error}"),
            })
    }

    async fn hand_over(&self, out: &Outgoing) -> Result<Receipt, SendError> {
        let mail = self.mail(out)?;
        match self.smtp.send(mail).await {
            Ok(response) => Ok(Receipt {
                remote_id: response.first_word().map(str::to_owned),
            }),
            Err(error) => Err(trouble(&error)),
        }
    }
}

fn trouble(error: &lettre::transport::smtp::Error) -> SendError {
    tracing::warn!(%error, "a mail was not taken");
    let code = error.status().map(|code| code.to_string());
    let said = code.as_deref().unwrap_or_default();
    match said {
        "530" | "534" | "535" | "538" => SendError::Rest {
            wait: TimeDelta::minutes(10),
            limit: false,
            why: format!("{NAME}不接受账号或密码（{said}）"),
        },
        "550" | "551" | "553" => SendError::Permanent {
            address: true,
            why: format!("对方邮件服务器说没有这个邮箱（{said}）"),
        },
        _ if error.is_permanent() => SendError::Permanent {
            address: false,
            why: format!("{NAME}没有接受（{said}）"),
        },
        _ if error.is_transient() => SendError::Retry {
            after: None,
            why: format!("{NAME}请稍后再发（{said}）"),
        },
        _ if error.is_tls() => SendError::Rest {
            wait: TimeDelta::minutes(10),
            limit: false,
            why: format!("和{NAME}谈不成加密连接"),
        },
        _ if is_unconnected(error) => SendError::Retry {
            after: None,
            why: format!("连接不上{NAME}"),
        },
        _ => SendError::Unknown {
            why: format!("{NAME}没有说收没收到"),
        },
    }
}

/// The library tells connecting apart from talking only in its words.
fn is_unconnected(error: &lettre::transport::smtp::Error) -> bool {
    error.is_client()
        || error.is_transport_shutdown()
        || error.to_string().starts_with("Connection error")
}

impl Channel for Mail {
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(out))
    }
}
