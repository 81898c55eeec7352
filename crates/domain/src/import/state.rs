//! Where an import stands between the upload and the undo.

use crate::states::states;

states! {
    /// Nothing is written before `Writing`; `Undone` is reached only from `Done`.
    ImportState {
        Uploaded = "uploaded", "已上传";
        Mapped = "mapped", "已对列";
        Checked = "checked", "已检查";
        Writing = "writing", "正在导入";
        Done = "done", "已导入";
        Undone = "undone", "已撤销";
        Abandoned = "abandoned", "已放弃";
    }
}

states! {
    /// What a row did to the records; undo reads it backwards.
    ChangeKind {
        New = "new", "新增";
        Changed = "changed", "修改";
    }
}
