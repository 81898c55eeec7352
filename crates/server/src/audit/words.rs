//! The words for each act and each field of the record. An area that writes a new kind of act adds its line here;
//! a test reads the sources and holds that none is missing.

/// What was done, with `{}` where the record's name belongs.
const ACTS: &[(&str, &str)] = &[
    ("sign_in", "登录"),
    ("sign_in_refused", "登录没有成功：密码不对"),
    ("change_password", "更换了自己的密码"),
    ("set_up_second_factor", "设置了第二重验证"),
    ("show_second_factor", "通过了第二重验证"),
    ("spend_recovery_code", "用一个恢复码通过了第二重验证"),
    ("create_first_account", "开通系统，建立第一个账号「{}」"),
    ("create_account", "新建账号「{}」"),
    ("give_post", "给「{}」安排岗位"),
    ("end_post", "结束「{}」的岗位"),
    ("disable_account", "停用账号「{}」"),
    ("enable_account", "恢复账号「{}」"),
    ("reset_password", "重设「{}」的密码"),
    (
        "reset_second_factor",
        "取消「{}」的第二重验证，下次登录重新设置",
    ),
    ("end_session", "结束了自己在别处的登录"),
    ("create_student", "新增学生「{}」"),
    ("edit_student", "修改学生「{}」"),
    ("reveal_identity", "查看「{}」的完整证件号码"),
    ("find_by_identity", "按证件号码找到学生「{}」"),
    ("export_students", "导出{}"),
    ("export_identity", "导出{}，含完整证件号码"),
    ("create_faculty", "新增系「{}」"),
    ("create_group", "新增专业组「{}」"),
    ("create_major", "新增专业「{}」"),
    ("create_class", "新增班级「{}」"),
    ("rename_faculty", "把系改名为「{}」"),
    ("rename_group", "把专业组改名为「{}」"),
    ("rename_major", "把专业改名为「{}」"),
    ("rename_class", "把班级改名为「{}」"),
    ("verify_audit", "核验操作日志"),
    ("back_up", "备份全部数据到「{}」"),
    ("fill_demonstration", "生成「{}」的演示数据"),
    ("upload_import", "上传要导入的「{}」"),
    ("repeat_import", "再检查一次「{}」"),
    ("choose_import_sheet", "选了「{}」里要导入的工作表"),
    ("map_import_columns", "给「{}」对列"),
    ("mend_import_rows", "改正「{}」里的行，还没有写入"),
    ("skip_import_row", "跳过「{}」里的一行"),
    ("take_import_row_back", "「{}」里跳过的一行重新参加导入"),
    ("confirm_import_group", "确认「{}」里的同类更正"),
    (
        "settle_import_clashes",
        "决定「{}」里与已有数据不同的用哪个",
    ),
    ("download_wrong_rows", "下载「{}」的错误行"),
    ("confirm_import", "确认导入「{}」"),
    ("write_import", "导入「{}」"),
    ("undo_import", "撤销导入「{}」"),
    ("abandon_import", "放弃导入「{}」"),
    ("open_selection", "新建「{}」的选拔，名册存档"),
    ("change_selection", "修改「{}」选拔的限制和日期"),
    ("record_scores", "录入「{}」的选拔成绩"),
    ("take_pass", "选定录「{}」成绩的哪一遍"),
    ("settle_marks", "裁定「{}」两遍成绩的一处差异"),
    ("seal_scores", "封存「{}」的选拔成绩并算出名单"),
    ("confirm_selection", "确认「{}」的选拔结果"),
    ("record_talk", "记录与「{}」的谈话"),
    ("register_wish", "登记「{}」的报考意愿"),
    ("settle_wish", "「{}」参加第二次选拔"),
    ("drop_wish", "「{}」放弃报考意愿"),
    ("record_activity", "记录活动「{}」"),
    ("write_incident_plan", "编写应急预案「{}」"),
    ("publish_selection", "公示「{}」的选拔结果"),
    ("lock_paper", "封存选拔试卷「{}」"),
    ("ask_opening", "申请启封试卷「{}」"),
    ("join_opening", "到场，一起启封试卷「{}」"),
    ("read_paper", "打开试卷「{}」"),
    ("print_copies", "印了试卷「{}」"),
    ("close_opening", "结束启封试卷「{}」"),
    ("move_copies", "登记试卷「{}」的去向"),
    ("add_test_room", "选拔「{}」添加考场"),
    ("remove_test_room", "选拔「{}」去掉考场"),
    ("draw_seats", "给「{}」的考生排座"),
    ("finalise_selection", "「{}」的选拔名单定案"),
    ("file_appeal", "提出申诉：{}"),
    ("withdraw_appeal", "撤回申诉：{}"),
    ("recheck_marks", "复查答卷：{}"),
    ("reject_appeal", "答复申诉，维持原成绩：{}"),
    ("correct_selection", "更正成绩并确认新名单：{}"),
    ("export_selection", "导出「{}」的选拔名单"),
    ("print_notice", "打印「{}」的选拔结果公示"),
    ("print_sign_in_sheets", "打印「{}」选拔测试的签到表"),
    ("print_room_list", "打印「{}」选拔测试的考场安排"),
    ("print_registration_review", "打印「{}」的报名审核表"),
    ("open_project", "新建项目「{}」"),
    ("edit_project", "修改项目「{}」"),
    ("grant_exception", "按例外放行「{}」"),
    ("submit_review", "提交「{}」审核"),
    ("approve_review", "同意「{}」"),
    ("return_review", "退回「{}」"),
    ("take_back_submission", "撤回提交的「{}」"),
    ("take_back_decision", "撤回对「{}」的审核"),
    ("delegate_review", "转办「{}」"),
    ("remind_review", "催办「{}」"),
    ("generate_registration_lists", "生成「{}」的报名表"),
    ("check_registration_lists", "核对「{}」的报名表"),
    ("edit_registration_rows", "修改「{}」"),
    ("withdraw_registration", "把「{}」改为不报名"),
    ("reinstate_registration", "恢复「{}」的报名"),
    ("mend_registration", "改好「{}」被退回的报名"),
    ("return_registration", "退回「{}」的报名"),
    ("decide_registration_list", "审核「{}」"),
    ("add_platform_template", "登记平台模板「{}」"),
    ("map_platform_template", "核对平台模板「{}」的对应关系"),
    ("order_filled_template", "要求填写「{}」的平台模板"),
    ("fill_template", "填好「{}」，含完整证件号码"),
    ("download_filled_template", "下载「{}」，含完整证件号码"),
    ("set_channel", "设置通知渠道「{}」"),
    ("test_channel", "试发「{}」"),
    ("send_again", "重新发送「{}」"),
    ("set_contact", "填写自己的通知地址"),
    ("confirm_contact", "确认了自己的通知地址"),
    ("confirm_contact_refused", "填的通知地址确认码不对"),
    ("remove_contact", "去掉自己的通知地址"),
    ("take_photo", "收下「{}」的证件照"),
    ("answer_consent", "登记「{}」的同意书"),
    ("withdraw_consent", "撤回「{}」的同意"),
    ("issue_guardian_link", "给「{}」的家长开同意书链接"),
    ("keep_registration_draft", "存了「{}」报名信息的草稿"),
    ("confirm_registration_form", "交了「{}」的报名信息"),
    ("declare_contacts", "更新「{}」的联系方式"),
    ("say_roll_is_wrong", "提出「{}」的资料有误"),
    ("answer_correction", "答复「{}」提出的更正"),
    ("remind_registration", "提醒「{}」的学生和家长"),
    ("hand_in_photos", "为「{}」上传一包证件照"),
];

/// The fields of `before` and `after`, in the order they are said.
const FIELDS: &[(&str, &str)] = &[
    ("name", "姓名"),
    ("login", "账号"),
    ("school_number", "学号"),
    ("roll_number", "学籍号"),
    ("sex", "性别"),
    ("nation", "民族"),
    ("birth_date", "出生日期"),
    ("id_type", "证件类型"),
    ("id_number", "证件号码"),
    ("class", "班级"),
    ("state", "状态"),
    ("phone", "手机"),
    ("guardian_name", "监护人"),
    ("guardian_phone", "监护人电话"),
    ("post", "岗位"),
    ("place", "范围"),
    ("from", "任期起"),
    ("to", "任期止"),
    ("rows", "人数"),
    ("row", "行"),
    ("kind", "内容"),
    ("bytes", "字节"),
    ("column", "列"),
    ("columns", "各列"),
    ("sheet", "工作表"),
    ("of", "原来的导入"),
    ("new", "新增"),
    ("changed", "修改"),
    ("same", "不变"),
    ("refused", "不能导入"),
    ("waiting", "暂不导入"),
    ("skipped", "跳过"),
    ("kept", "保留原值"),
    ("done", "做了什么"),
    ("filter", "筛选条件"),
    ("sha256", "文件指纹"),
    ("code", "代码"),
    ("grade", "年级"),
    ("major", "专业"),
    ("group", "专业组"),
    ("faculty", "系"),
    ("students", "学生数"),
    ("accounts", "账号数"),
    ("plan", "方案"),
    ("base", "基数"),
    ("rule", "规则"),
    ("test_on", "测试日期"),
    ("approved", "批准人数"),
    ("seats", "机位数"),
    ("scores", "成绩"),
    ("pass", "遍次"),
    ("about", "哪一处"),
    ("settled", "裁定"),
    ("notice_until", "公示到"),
    ("student", "学生"),
    ("due_on", "答复期限"),
    ("moved", "结果有变的人"),
    ("seal", "封存指纹"),
    ("result", "结果"),
    ("told", "通知人数"),
    ("certificate", "证书"),
    ("level", "等级"),
    ("title", "项目名称"),
    ("majors", "专业"),
    ("exam_from", "考试开始日期"),
    ("exam_to", "考试结束日期"),
    ("registration_deadline", "报名截止日期"),
    ("note", "说明"),
    ("gate", "关口"),
    ("whom", "由谁办"),
    ("people", "人数"),
    ("classes", "班级数"),
    ("checked", "核对人数"),
    ("faulty", "有问题的人数"),
    ("retake", "是否补考"),
    ("remark", "备注"),
    ("field", "哪一项"),
    ("returned", "退回人数"),
    ("template", "平台模板"),
    ("recipient", "交给"),
    ("ordered_by", "由谁要求"),
    ("held_on", "日期"),
    ("path", "办法"),
    ("steps", "步骤"),
    ("paper_version", "版次"),
    ("views", "打开次数"),
    ("copies", "编号"),
    ("copy_state", "去向"),
    ("holder", "交给谁"),
    ("room", "考场"),
    ("seed", "排座种子"),
    ("enabled", "启用"),
    ("host", "发信服务器"),
    ("port", "端口"),
    ("security", "加密"),
    ("base_url", "服务地址"),
    ("corp_id", "企业 ID"),
    ("agent_id", "AgentId"),
    ("app_key", "AppKey"),
    ("secret", "密码或密钥"),
    ("address", "地址"),
    ("channel", "渠道"),
    ("at_once", "急事马上发"),
    ("digest", "半日汇总"),
    ("error", "原因"),
    ("size", "像素"),
    ("verdict", "照片"),
    ("party", "谁"),
    ("own", "由谁填"),
    ("said", "说法"),
    ("answer", "答复"),
    ("way", "方式"),
    ("signer", "签名"),
];

/// The act in words, `None` when nobody wrote any for it.
pub(super) fn act(action: &str, object: &str) -> Option<String> {
    let (_, words) = ACTS.iter().find(|(known, _)| *known == action)?;
    Some(words.replace("{}", object))
}

/// The act without a record, for the list's filter.
pub(super) fn act_alone(action: &str) -> String {
    let words = act(action, "").unwrap_or_else(|| action.to_owned());
    words.replace("「」", "").replace("的的", "的")
}

/// The field's name, and its place in the order.
pub(super) fn field(key: &str) -> (usize, String) {
    FIELDS
        .iter()
        .enumerate()
        .find(|(_, (known, _))| *known == key)
        .map_or_else(
            || (FIELDS.len(), key.to_owned()),
            |(place, (_, label))| (place, (*label).to_owned()),
        )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{ACTS, FIELDS, act};

    #[test]
    fn no_act_and_no_field_has_two_names() {
        let acts: BTreeSet<_> = ACTS.iter().map(|(act, _)| act).collect();
        let fields: BTreeSet<_> = FIELDS.iter().map(|(field, _)| field).collect();
        assert_eq!((acts.len(), fields.len()), (ACTS.len(), FIELDS.len()));
    }

    /// Every act written as a word in the sources can be said in Chinese.
    #[test]
    fn every_act_that_is_written_has_its_words() {
        let mut missing = BTreeSet::new();
        for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
            let text = std::fs::read_to_string(&file).unwrap();
            let begun = text.split(concat!("AuditDraft", "::new(")).skip(1);
            for call in begun.chain(text.split(concat!(".draft", "(")).skip(1)) {
                let Some(word) = arguments(call).split('"').nth(1) else {
                    continue;
                };
                if act(word, "").is_none() {
                    missing.insert(format!("{word} in {}", file.display()));
                }
            }
        }
        assert!(missing.is_empty(), "add words for {missing:#?}");
    }

    /// What stands before the parenthesis that closes the call.
    fn arguments(call: &str) -> &str {
        let mut open = 1;
        let end = call.find(|c| {
            open += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            open == 0
        });
        &call[..end.unwrap_or(call.len())]
    }

    fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        let own = files
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "rs"));
        own.chain(folders.iter().flat_map(|folder| sources(folder)))
            .collect()
    }
}
