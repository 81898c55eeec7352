// A round of selection from the typed scores to the published list with its reasons (plan 4.2, 4.3.2).
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { approvedProject, makeFinal, MARKERS, openRound, publish, seal, takePass } from "./steps.mjs";
import { checkPage, close, press, screenshot, signedIn, signedInAs } from "./support.mjs";

after(close);

/** Paste as a spreadsheet does: lines and tabs. */
const paste = (cell, text) =>
  cell.evaluate((element, words) => {
    const data = new DataTransfer();
    data.setData("text/plain", words);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

/** Rows of the grid; the first two fields of a row are its parts. */
const cell = (page, row, part) => page.locator("[data-grid] tbody tr").nth(row).getByRole("textbox").nth(part);

/** A whole pass pasted at once; the sixth person did not come. */
async function pastePass(marker, round, pass, lines) {
  const { page } = marker;
  await takePass(marker, round, pass);
  await paste(cell(page, 0, 0), lines);
  await page.locator("[data-grid] tbody tr").nth(5).getByRole("combobox").selectOption({ index: 1 });
  await press(page, page.getByRole("button", { name: /^保存/ }));
}

async function typeLikeInASpreadsheet(leader, round) {
  const { page } = leader;
  await leader.go(`${round}/scores`);
  await checkPage(leader);
  await takePass(leader, round, "第一遍");
  await checkPage(leader);
  await cell(page, 0, 0).click();
  await page.keyboard.type("90");
  await page.keyboard.press("Enter");
  await page.keyboard.type("80.5");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("88");
  assert.equal(await cell(page, 0, 0).inputValue(), "90");
  assert.equal(await cell(page, 1, 0).inputValue(), "80.5", "Enter goes down");
  assert.equal(await cell(page, 0, 1).inputValue(), "88", "the arrow goes to the right");
  await cell(page, 1, 1).fill("79");
  await paste(cell(page, 2, 0), "72\t70\n65\t61\n50\t155\n");
  assert.match(await page.locator("[data-grid-status]").innerText(), /已粘贴 6 格/);
  await page.locator("[data-grid] tbody tr").nth(5).getByRole("combobox").selectOption({ index: 1 });

  // A score that cannot be comes back with everything that was typed.
  await press(page, page.getByRole("button", { name: /^保存/ }));
  assert.match(await page.title(), /^错误：/);
  assert.equal(await cell(page, 4, 1).inputValue(), "155");
  assert.equal(await cell(page, 0, 0).inputValue(), "90");
  await checkPage(leader);
  await cell(page, 4, 1).fill("55");
  await press(page, page.getByRole("button", { name: /^保存/ }));
  await leader.go(round);
  await checkPage(leader);
}

/** The leader, who typed neither pass, says what stands. */
async function settle(leader, round) {
  const { page } = leader;
  await leader.go(`${round}/compare`);
  await checkPage(leader);
  assert.match(await page.locator("p.state").innerText(), /不一致 1 处/);
  await page.getByText("超过 5 分").waitFor();
  await page.getByRole("combobox", { name: /以哪个为准/ }).selectOption("first");
  await page.getByRole("textbox", { name: /理由/ }).fill("看了答卷，第二遍录错");
  await press(page, page.getByRole("button", { name: "保存裁定" }));
  await checkPage(leader);
}

test("plan_4_2_scores_are_typed_sealed_confirmed_and_published_with_reasons", async () => {
  const [leader, clerk] = [await signedIn("group_leader"), await signedIn("office_clerk")];
  const title = "业财一体初级 六人选拔";
  const { project, own } = await approvedProject(leader, clerk, { title, grade: 2021, series: 71, people: 6 });
  const round = await openRound(leader, project, checkPage);
  const markers = [await signedInAs(MARKERS[0]), await signedInAs(MARKERS[1])];
  await typeLikeInASpreadsheet(markers[0], round);
  // The second pass differs in one mark by more than five points.
  await pastePass(markers[1], round, "第二遍", "90\t88\n80.5\t79\n72\t77\n65\t61\n50\t55\n");
  for (const marker of markers) await marker.leave();
  await settle(leader, round);
  await seal(leader, round, checkPage);
  await leader.go(round);
  await checkPage(leader);
  await publish(clerk, round, checkPage);
  const student = await signedIn("student", { javaScript: false });
  await student.go(`${round}/notice`);
  assert.equal(await student.page.locator("main tbody tr").count(), 3);
  await checkPage(student);
  await student.leave();
  await makeFinal(clerk, round, checkPage);

  for (const guest of [clerk, leader]) {
    const { page } = guest;
    await guest.go(`${round}?all=1`);
    assert.match(await page.locator("p.state").first().innerText(), /基数 6 人 × 60% = 3 个名额.*录取 3 人，未录取 2 人，缺考 1 人/s);
    await page.getByRole("img", { name: "总分的分布" }).waitFor();
    const rows = page.getByRole("region", { name: "选拔名单" }).locator("tbody tr:has(td.wide)");
    assert.equal(await rows.count(), own.length);
    for (const reason of await rows.locator("td.wide").allInnerTexts()) assert.ok(reason.trim().length > 0);
    assert.equal(await page.locator("main input:not([type=hidden])").count(), 0, "nothing here can be edited");
    await checkPage(guest);
    await guest.go(`${round}/rule`);
    await checkPage(guest);
  }
  await leader.leave();
  await clerk.leave();
});

test("plan_4_2_the_result_of_the_demonstration_is_sound", async () => {
  const clerk = await signedIn("office_clerk");
  const { page } = clerk;
  await clerk.go("/selection");
  await checkPage(clerk);
  await press(page, page.getByRole("link", { name: /财务共享服务（中级）/ }).first());
  await page.getByRole("img", { name: "总分的分布" }).waitFor();
  await checkPage(clerk);
  await screenshot(page, "selection");
  await clerk.leave();
});
