using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Simulator.Tests.Inicis;

internal sealed class MobileTests : InicisFixture
{
    [Test]
    public async Task A_payment_goes_through_page_and_approval()
    {
        var back = await PaidWindowAsync(Page());
        Assert.That((back["P_STATUS"], back.ContainsKey("P_OID"), back["P_NOTI"]), Is.EqualTo(("00", false, "mark")));
        var answer = await PostTextAsync("/smart/payReq.ini", new() { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] });
        Assert.That(answer, Does.Contain("P_STATUS=00").And.Contain("P_OID=A%2D1").And.Contain("P_AMT=15000"));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task An_old_merchant_is_answered_in_Korean_bytes()
    {
        Simulator.Merchant.AnswersInKorean = true;
        var back = await PaidWindowAsync(Page());
        var answer = await PostTextAsync("/smart/payReq.ini", new() { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] });
        Assert.That(answer, Does.Contain("P_FN_NM=%B1%B9%B9%CE%C4%AB%B5%E5"), "'국민카드' in EUC-KR.");
    }

    [Test]
    public async Task A_net_cancel_is_signed()
    {
        var back = await PaidWindowAsync(Page());
        await PostTextAsync("/smart/payReq.ini", new() { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] });
        var form = new Dictionary<string, string>
        {
            ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"], ["P_AMT"] = "15000", ["P_OID"] = "A-1", ["P_TIMESTAMP"] = Milliseconds, ["P_CHKFAKE"] = "x",
        };
        Assert.That(await PostTextAsync("/smart/payNetCancel.ini", form), Does.StartWith("P_STATUS=500201"));
        form["P_CHKFAKE"] = Check("15000", "A-1");
        Assert.That(await PostTextAsync("/smart/payNetCancel.ini", form), Does.Contain("P_STATUS=00"));
        Assert.That(Simulator.TotalsOf("A-1").Refunded, Is.EqualTo(15000));
    }

    [Test]
    public void A_page_with_a_wrong_checksum_is_refused()
    {
        var page = Page();
        page["P_AMT"] = "1500";
        Assert.That(Assert.Throws<InvalidOperationException>(() => Simulator.Open(page))!.Message, Does.StartWith("500201"));
        page = Page();
        page["P_INI_PAYMENT"] = "MOBILE";
        Assert.That(Assert.Throws<InvalidOperationException>(() => Simulator.Open(page))!.Message, Does.StartWith("MX1006"));
    }

    [Test]
    public async Task A_payer_who_goes_back_is_told_like_one_who_failed()
    {
        var back = await PaidWindowAsync(Page(), PayerAction.Cancel);
        Assert.That(back["P_STATUS"], Is.EqualTo("01"));
    }

    [Test]
    public async Task An_account_is_told_of_when_it_is_issued_and_when_it_is_paid()
    {
        var page = Page();
        (page["P_INI_PAYMENT"], page["P_NOTI_URL"]) = ("VBANK", new Uri(Simulator.BaseAddress, "/nowhere").AbsoluteUri);
        var back = await PaidWindowAsync(page);
        await PostTextAsync("/smart/payReq.ini", new() { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] });
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.Zero);
        Assert.That(await Simulator.SettlePendingAsync("A-1"), Is.EqualTo(1));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
        var notices = Simulator.TakeWebhooks();
        Assert.That(notices.Select(notice => notice.EventType), Is.EqualTo(new[] { "00", "02" }));
        Assert.That(Encoding.ASCII.GetString(notices[1].Body.Span), Does.Contain("P_UNAME=%C8%AB%B1%E6%B5%BF"), "'홍길동' in EUC-KR.");
        Assert.That(notices[1].Headers["Content-Type"], Is.EqualTo("application/x-www-form-urlencoded"));
    }

    // '머그컵 두 개', as a browser posts it where the form asks for EUC-KR.
    [TestCase("%B8%D3%B1%D7%C4%C5+%B5%CE+%B0%B3")]
    [TestCase("%EB%A8%B8%EA%B7%B8%EC%BB%B5+%EB%91%90+%EA%B0%9C")]
    public async Task A_page_is_read_in_the_bytes_that_it_was_posted_in(string goods)
    {
        var form = string.Join('&', Page().Select(field => $"{field.Key}={(field.Key == "P_GOODS" ? goods : Uri.EscapeDataString(field.Value))}"));
        using var opened = await BrowseAsync("/smart/payment/", form);
        Assert.That(opened.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        using var page = await BrowseAsync(opened.Headers.Location!.AbsolutePath);
        Assert.That(WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()), Does.Contain("머그컵 두 개"));
    }

    [Test]
    public async Task A_fault_is_answered_as_the_page_answers()
    {
        var back = await PaidWindowAsync(Page());
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 200 });
        var form = new Dictionary<string, string> { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] };
        Assert.That(await PostTextAsync("/smart/payReq.ini", form), Does.StartWith("P_STATUS=500050"));
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 200 });
        Assert.That(Code(await CallAsync("inquiry", """{"oid":"A-1"}""")), Is.EqualTo("500050"));
    }

    // An approval names no status that could be unknown.
    [Test]
    public async Task An_unknown_status_changes_no_approval()
    {
        var back = await PaidWindowAsync(Page());
        Simulator.Faults.Add(SimulatorFaultKind.UnknownStatus);
        Assert.That(await PostTextAsync("/smart/payReq.ini", new() { ["P_MID"] = Merchant, ["P_TID"] = back["P_TID"] }), Does.Contain("P_STATUS=00"));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task A_human_can_pay()
    {
        using var opened = await BrowseAsync("/smart/payment/", Page());
        Assert.That(opened.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    private Dictionary<string, string> Page() => new(StringComparer.Ordinal)
    {
        ["P_INI_PAYMENT"] = "CARD", ["P_MID"] = Merchant, ["P_OID"] = "A-1", ["P_AMT"] = "15000", ["P_GOODS"] = "Two mugs", ["P_UNAME"] = "A",
        ["P_NEXT_URL"] = "https://shop.example/return/A-1", ["P_TIMESTAMP"] = Milliseconds, ["P_CHKFAKE"] = Check("15000", "A-1"),
        ["P_RESERVED"] = "centerCd=Y&amt_hash=Y", ["P_CHARSET"] = "utf8", ["P_NOTI"] = "mark",
    };

    private string Check(string amount, string order) => Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(amount + order + Milliseconds + HashKey)));
}
