//! A mail server on this machine: takes what it is given, knows a mail again by its Message-ID, and misbehaves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Answers,
    AnswersTwice,
    TakesAndDrops,
    TakesAndSleeps,
    TakesAndSaysNonsense,
    DropsBefore,
    Later,
}

/// A mail that arrived, folded by its Message-ID.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) to: String,
    pub(crate) text: String,
}

pub(crate) struct Sink {
    pub(crate) port: u16,
    does: Box<dyn Fn(usize) -> Does + Send + Sync>,
    mails: Mutex<usize>,
    arrived: Mutex<BTreeMap<String, Arrived>>,
}

impl Sink {
    pub(crate) async fn start(does: impl Fn(usize) -> Does + Send + Sync + 'static) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Arc::new(Self {
            port: listener.local_addr().unwrap().port(),
            does: Box::new(does),
            mails: Mutex::default(),
            arrived: Mutex::default(),
        });
        let accepting = sink.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let sink = accepting.clone();
                tokio::spawn(async move {
                    // Whoever hangs up in the middle is the point of it.
                    let _ = sink.talk(stream).await;
                });
            }
        });
        sink
    }

    /// By Message-ID.
    pub(crate) fn arrived(&self) -> BTreeMap<String, Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 sink ESMTP\r\n").await?;
        let (mut line, mut to) = (String::new(), String::new());
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let word = line.trim_end().to_ascii_uppercase();
            if let Some(rest) = word.strip_prefix("RCPT TO:") {
                to = rest
                    .split('<')
                    .nth(1)
                    .unwrap()
                    .split('>')
                    .next()
                    .unwrap()
                    .to_ascii_lowercase();
                if to.starts_with("nobody") {
                    stream.write_all(b"550 5.1.1 no such user\r\n").await?;
                    continue;
                }
            }
            if word == "DATA" {
                let number = {
                    let mut mails = self.mails.lock().unwrap();
                    *mails += 1;
                    *mails
                };
                let does = (self.does)(number);
                if does == Does::DropsBefore {
                    return Ok(());
                }
                stream.write_all(b"354 go on\r\n").await?;
                let text = mail(&mut stream).await?;
                if does == Does::Later {
                    stream.write_all(b"451 4.3.0 later\r\n").await?;
                    continue;
                }
                self.take(&to, text);
                match does {
                    Does::TakesAndDrops => return Ok(()),
                    Does::TakesAndSleeps => {
                        tokio::time::sleep(Duration::from_millis(1_600)).await;
                        stream.write_all(b"250 ok\r\n").await?;
                    }
                    Does::TakesAndSaysNonsense => stream.write_all(b"what?\r\n").await?,
                    Does::AnswersTwice => stream.write_all(b"250 ok\r\n250 ok\r\n").await?,
                    Does::Answers | Does::DropsBefore | Does::Later => {
                        stream
                            .write_all(format!("250 queued as m{number}\r\n").as_bytes())
                            .await?;
                    }
                }
                continue;
            }
            let answer: &[u8] = match word.split([' ', ':']).next().unwrap() {
                "EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            stream.write_all(answer).await?;
        }
    }

    fn take(&self, to: &str, text: String) {
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "))
            .unwrap()
            .to_owned();
        let mail = Arrived {
            to: to.to_owned(),
            text,
        };
        self.arrived.lock().unwrap().insert(id, mail);
    }
}

async fn mail(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(&line);
    }
}
