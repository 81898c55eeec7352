//! Why a paper could not be made, one sentence for each reason.

/// A paper that was not printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    /// Printing on would put an empty box into somebody's name.
    #[error(
        "没有字体能显示「{0}」，所以没有打印。请管理员在服务器上安装含这些字的字体（如 HanaMinB、SimSun-ExtB），重新启动后再打印。"
    )]
    NoGlyph(String),
    #[error("{0}没有内容，没有可打印的。")]
    Empty(&'static str),
    /// A template of ours is wrong: nothing a visitor can mend.
    #[error("the template was not set: {0}")]
    Template(String),
}
