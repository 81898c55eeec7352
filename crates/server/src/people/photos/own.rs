//! One portrait handed in by the student or the class teacher; a row that came back for its picture is mended with it.

use axum::body::Bytes;
use domain::access::Permit;
use domain::registration::{Field, RegistrationState};

use super::keep::{Seen, keep, look};
use crate::people::form::{Own, mend_in};
use crate::shell::{Act, App, Begun, Done, Flash, Problem, WebResult};

/// Take a picture; `Err` is what the form has to say.
pub(crate) async fn take_one(
    app: &App,
    permit: &Permit,
    own: &Own,
    bytes: Bytes,
    (op, to): (&str, &str),
) -> WebResult<Result<Done, Problem>> {
    let refused = |sentence: String| Ok(Err(Problem::new("file", sentence)));
    if bytes.is_empty() {
        return refused("还没有选择照片。请拍一张或选一张再上传".to_owned());
    }
    let rules = &own.work.plan.photo;
    let looked = match look(app, bytes.to_vec(), rules).await? {
        Ok(looked) => looked,
        Err(why) => return refused(why.to_string()),
    };
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(Ok(done)),
        Begun::Now(act) => act,
    };
    let project = Some(own.work.project.id);
    let pair = (&looked, rules);
    let kept = keep(app, &act.tx, permit, &own.student, pair, project).await?;
    let fault = looked.refusal().map(ToString::to_string);
    match (kept, fault) {
        (Seen::BetterKept, Some(why)) => {
            return refused(format!("{why}。原来的照片合格，继续用原来的"));
        }
        (Seen::Anothers, _) => {
            return refused("这张照片已是另一名学生的，请核对后换一张".to_owned());
        }
        (Seen::Same, None) => {
            let flash = Flash::info("和现在用的是同一张照片，不用再传。");
            return Ok(Ok(act.end(Done::new(to, flash)).await?));
        }
        (_, Some(why)) => {
            let flash = Flash::warn(format!("照片收到了，但还不合格：{why}。"));
            return Ok(Ok(act.end(Done::new(to, flash)).await?));
        }
        (Seen::Kept | Seen::BetterKept, None) => {}
    }
    let back = own.row.state == RegistrationState::Returned && own.row.field == Some(Field::Photo);
    if back {
        mend_in(app, &act.tx, permit, &own.work, own.row.id).await?;
    }
    let flash = match looked.warnings().as_slice() {
        [] => Flash::ok("照片合格，已收下。"),
        some => Flash::warn(format!("照片已收下。{}。", some.join("；"))),
    };
    Ok(Ok(act.end(Done::new(to, flash)).await?))
}
