using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.KakaoPay;

internal sealed class KakaoPayTests : KakaoPayFixture
{
    [Test]
    public async Task A_payment_goes_from_ready_to_the_last_refund()
    {
        var (tid, token) = await AgreeAsync();
        Assert.That((string?)(await ReadAsync(tid))["status"], Is.EqualTo("AUTH_PASSWORD"));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.Zero, "Nothing is taken before the approval.");

        var (status, approval) = await ApproveAsync(tid, token);
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That((string?)approval["aid"], Does.StartWith("A").And.Length.EqualTo(20));
            Assert.That(approval["amount"]!.ToJsonString(), Is.EqualTo("""{"total":11000,"tax_free":0,"vat":1000,"point":0,"discount":0,"green_deposit":0}"""));
            Assert.That((string?)approval["card_info"]!["card_type"], Is.EqualTo("신용"));
            Assert.That((string?)approval["approved_at"], Is.EqualTo("2026-11-02T18:00:00"), "Korean time without a zone.");
            Assert.That(approval.ContainsKey("status"), Is.False);
        });

        var part = (await CancelAsync(tid, 5000, body => (body["cancel_available_amount"], body["payload"]) = (11000, "R-1"))).Json;
        Assert.That(((string?)part["status"], (int)part["cancel_available_amount"]!["total"]!, (int)part["approved_cancel_amount"]!["vat"]!), Is.EqualTo(("PART_CANCEL_PAYMENT", 6000, 455)));
        Assert.That((string?)(await CancelAsync(tid, 6000)).Json["status"], Is.EqualTo("CANCEL_PAYMENT"));
        var read = await ReadAsync(tid);
        Assert.That(read["payment_action_details"]!.AsArray().Select(action => (string?)action!["payment_action_type"]), Is.EqualTo(new[] { "PAYMENT", "CANCEL", "CANCEL" }));
        Assert.That((string?)read["payment_action_details"]![1]!["payload"], Is.EqualTo("R-1"));
        Assert.That(Simulator.TotalsOf(tid), Is.EqualTo(new SimulatedTotals(1, 11000, 11000, 11000)));
    }

    [TestCase("KakaoAK DEV_SIMULATOR_KEY")]
    [TestCase("DEV_SECRET_KEY DEV_SIMULATOR_KEY")]
    [TestCase("SECRET_KEY DEV_OTHER")]
    [TestCase("")]
    public async Task Another_key_or_scheme_is_refused(string authorization)
    {
        var answer = await PostAsync("ready", Order(), authorization);
        Assert.That((answer.Status, Code(answer)), Is.EqualTo((401, -401)));
    }

    [TestCase("cid", "TC0OTHER00", -731)]
    [TestCase("cid_secret", "000000000000000000000000", -733)]
    [TestCase("cid_secret", null, -733)]
    [TestCase("partner_user_id", null, -2)]
    [TestCase("item_name", "", -2)]
    [TestCase("quantity", "0", -2)]
    [TestCase("total_amount", "1.5", -2)]
    [TestCase("tax_free_amount", null, -2)]
    [TestCase("tax_free_amount", "11001", -725)]
    [TestCase("approval_url", "http://shop.example/ok", -2)]
    [TestCase("cancel_url", "https://other.example/", -799)]
    [TestCase("payment_method_type", "BANK", -2)]
    [TestCase("available_cards", "BC", -2)]
    [TestCase("install_month", "13", -2)]
    public async Task A_wrong_order_is_refused(string field, string? value, int code) =>
        Assert.That(Code(await PostAsync("ready", Order(body => body[field] = value))), Is.EqualTo(code));

    [Test]
    public async Task Numbers_may_be_texts_and_a_form_is_refused()
    {
        Assert.That((await PostAsync("ready", Order(body => body["total_amount"] = "11000"))).Status, Is.EqualTo(200));
        Assert.That(Code(await PostAsync("ready", Order(), contentType: "application/x-www-form-urlencoded")), Is.EqualTo(-2));
    }

    [TestCase("partner_order_id", "A-2", -706)]
    [TestCase("partner_user_id", "user-18", -707)]
    [TestCase("pg_token", "wrong", -708)]
    [TestCase("total_amount", "10999", -725)]
    [TestCase("tid", "T0", -721)]
    public async Task An_approval_that_names_another_payment_is_refused(string field, string value, int code)
    {
        var (tid, token) = await AgreeAsync();
        Assert.That(Code(await ApproveAsync(tid, token, body => body[field] = value)), Is.EqualTo(code));
        Assert.That((await ApproveAsync(tid, token)).Status, Is.EqualTo(200));
        Assert.That(Code(await ApproveAsync(tid, token)), Is.EqualTo(-702), "It is done only once.");
    }

    [Test]
    public async Task Before_the_payer_and_after_the_end_nothing_is_approved()
    {
        var tid = await ReadyAsync();
        Assert.That(Code(await ApproveAsync(tid, "x")), Is.EqualTo(-701));
        await Simulator.CancelAsync(tid);
        Assert.That(Code(await ApproveAsync(tid, "x")), Is.EqualTo(-783));
        tid = await ReadyAsync();
        Time.Advance(TimeSpan.FromMinutes(16));
        Assert.That(Code(await ApproveAsync(tid, "x")), Is.EqualTo(-723));
        Assert.That((int?)(await ReadAsync(tid))["error_code"], Is.EqualTo(-723));
    }

    [TestCase(null, "0002", "FAIL_PAYMENT")]
    [TestCase("LACK_BALANCE", "LACK_BALANCE", "FAIL_PAYMENT")]
    [TestCase("USER_LOCKED", "USER_LOCKED", "AUTH_PASSWORD")]
    public async Task A_decline_is_told_at_the_approval(string? asked, string reason, string status)
    {
        var (tid, token) = await AgreeAsync(PayerAction.Decline(asked));
        var (_, json) = await ApproveAsync(tid, token);
        Assert.That(((int)json["error_code"]!, (string?)json["extras"]!["method_result_code"]), Is.EqualTo((-780, reason)));
        Assert.That((string?)(await ReadAsync(tid))["status"], Is.EqualTo(status));
        Assert.That(Simulator.TotalsOf(tid), Is.EqualTo(SimulatedTotals.None));
    }

    [TestCase("DEBIT", 0, -780)]
    [TestCase("DEBIT", null, null)]
    [TestCase("CREDIT", 3, null)]
    public async Task A_debit_card_fails_where_the_months_are_fixed(string method, int? months, int? expected)
    {
        var (tid, token) = await AgreeAsync(PayerAction.Pay with { Method = method }, body => body["install_month"] = months);
        Assert.That(Code(await ApproveAsync(tid, token)), Is.EqualTo(expected));
        Assert.That(Simulator.TotalsOf(tid).Charges, Is.EqualTo(expected is null ? 1 : 0));
    }

    [Test]
    public async Task An_approval_echoes_its_payload()
    {
        var (tid, token) = await AgreeAsync();
        Assert.That((string?)(await ApproveAsync(tid, token, body => body["payload"] = "P-1")).Json["payload"], Is.EqualTo("P-1"));
        Assert.That((string?)(await ReadAsync(tid))["payment_action_details"]![0]!["payload"], Is.EqualTo("P-1"));
    }

    [Test]
    public async Task A_single_code_charges_no_key()
    {
        Simulator.AddRecurringKey("S1", "user-17");
        Assert.That(Code(await PostAsync("subscription", Body(null, new JsonObject { ["sid"] = "S1" }))), Is.EqualTo(-731));
        Assert.That(Code(await PostAsync("ready", Order(body => body["total_amount"] = 0))), Is.EqualTo(-2));
    }

    [Test]
    public async Task Refunds_can_be_refused()
    {
        var (tid, token) = await AgreeAsync();
        await ApproveAsync(tid, token);
        Simulator.RefuseRefunds(tid, "BANK_FIRM_UNAVAILABLE");
        var (_, json) = await CancelAsync(tid, 11000);
        Assert.That(((int)json["error_code"]!, (string?)json["extras"]!["method_result_code"]), Is.EqualTo((-781, "BANK_FIRM_UNAVAILABLE")));
        Simulator.RefuseRefunds(tid, null);
        Assert.That((await CancelAsync(tid, 11000)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_payer_who_fails_or_leaves_brings_nothing_back()
    {
        var failed = await Simulator.DeclineAsync(await ReadyAsync(), "FAIL_AUTH_PASSWORD");
        var left = await Simulator.CancelAsync(await ReadyAsync());
        Assert.That((failed.Url!.OriginalString, left.Url!.OriginalString), Is.EqualTo(("https://shop.example/fail", "https://shop.example/cancel")));
    }

    [Test]
    public async Task Refunds_stay_within_what_is_left()
    {
        var (tid, token) = await AgreeAsync();
        Assert.That(Code(await CancelAsync(tid, 1)), Is.EqualTo(-784), "It is not paid.");
        await ApproveAsync(tid, token);
        Assert.That(Code(await CancelAsync(tid, 11001)), Is.EqualTo(-710));
        Assert.That(Code(await CancelAsync(tid, 5000, body => body["cancel_available_amount"] = 10999)), Is.EqualTo(-722));
        Assert.That(Code(await CancelAsync(tid, 5000, body => body["cancel_tax_free_amount"] = 1)), Is.EqualTo(-722));
        await CancelAsync(tid, 11000);
        Assert.That(Code(await CancelAsync(tid, 1)), Is.EqualTo(-784));
    }

    [Test]
    public async Task A_person_can_pay_on_the_page()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var page = new Uri((string)(await PostAsync("ready", Order())).Json["next_redirect_mobile_url"]!);
        Assert.That(await browser.GetStringAsync(page), Does.Contain("Tea &amp; cake").And.Contain("11,000 won").And.Contain("value=\"cancel\""));
        using var form = new FormUrlEncodedContent([new("action", "pay")]);
        using var response = await browser.PostAsync(page, form);
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith("https://shop.example/ok?order=A-1&pg_token="));
    }

    [Test]
    public async Task Recorded_traffic_holds_no_secret()
    {
        var (tid, token) = await AgreeAsync();
        await ApproveAsync(tid, token);
        using var archive = new MemoryStream();
        await Simulator.WriteHarAsync(archive);
        var text = Encoding.UTF8.GetString(archive.ToArray());
        Assert.That(text, Does.Contain("partner_order_id").And.Not.Contain("DEV_SIMULATOR_KEY").And.Not.Contain("abcdefghijkl012345678901").And.Not.Contain(token));
    }
}
