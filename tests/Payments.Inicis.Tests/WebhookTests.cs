using System.Net;
using System.Text;
using Payments.Http;

namespace Payments.Inicis.Tests;

/// <summary>Notices: never believed, always asked after.</summary>
internal sealed class WebhookTests
{
    private const string Deposit = "no_tid=StdpayVBNKINIpayTest20261030101500000077&no_oid=A-1001&id_merchant=INIpayTest&cd_bank=00000088&cd_deal=00000004&dt_trans=20261030"
        + "&tm_trans=101500&no_vacct=01440064018781&amt_input=15000&amt_check=0&flg_close=0&cl_close=0&type_msg=0200&cl_trans=1100&cl_kor=2"
        + "&nm_inputbank=%B1%B9%B9%CE%C0%BA%C7%E0&nm_input=%C8%AB%B1%E6%B5%BF";

    private const string MobileDeposit = "P_TID=StdpayVBNKINIpayTest20261030090000000001&P_MID=INIpayTest&P_OID=A-1001&P_AMT=15000&P_AUTH_DT=261030101500&P_STATUS=02"
        + "&P_TYPE=VBANK&P_FN_CD1=88&P_UNAME=%C8%AB%B1%E6%B5%BF&P_RMESG1=P_VACCT_NO%3D01440064018781%7CP_EXP_DT%3D20261103";

    [Test]
    public async Task A_deposit_is_a_hint_to_its_order()
    {
        using var host = new InicisHost();
        var webhook = await host.Provider.VerifyWebhookAsync(Notice(Deposit));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(webhook.Trust, Is.EqualTo(WebhookTrust.Hint));
            Assert.That(webhook.EventIds, Is.Empty, "Nothing is signed: a repeat is not told from a forgery.");
            Assert.That(webhook.References, Is.EqualTo(new[] { Requests.Order }), "The tid of the deposit is not the payment's.");
            Assert.That(webhook.Acknowledgement, Is.EqualTo(new WebhookAcknowledgement(200, "OK", "text/plain")));
            Assert.That(host.Calls, Is.Zero);
        }
    }

    [Test]
    public async Task The_inquiry_says_what_a_deposit_means()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account"));
        var told = (await host.Provider.ProcessWebhookAsync(Notice(Deposit))).Single();
        host.AssertSent("read-by-order");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(told.Payment.CapturedAmount, Is.EqualTo(Requests.Amount));
            Assert.That(told.Reference, Is.EqualTo(Requests.Account));
            Assert.That((told.EventId, told.ProviderEventType), Is.EqualTo(("StdpayVBNKINIpayTest20261030101500000077", "0200")));
            Assert.That(told.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 10, 15, 0, TimeSpan.FromHours(9))));
        }
    }

    [Test]
    public async Task A_deposit_that_Inicis_does_not_confirm_pays_nothing()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["transactionStatus"] = "NON_DEPOSIT"));
        Assert.That((await host.Provider.ProcessWebhookAsync(Notice(Deposit))).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Pending));
    }

    [TestCase("02", "StdpayVBNKINIpayTest20261030090000000001:02")]
    [TestCase("00", "StdpayVBNKINIpayTest20261030090000000001:00")]
    [TestCase("77", "StdpayVBNKINIpayTest20261030090000000001:77")]
    public async Task Every_mobile_notice_leads_to_the_same_read(string status, string eventId)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["transactionStatus"] = "NON_DEPOSIT"));
        var webhook = await host.Provider.VerifyWebhookAsync(Notice(MobileDeposit.Replace("P_STATUS=02", "P_STATUS=" + status)));
        Assert.That(webhook.References, Is.EqualTo(new[] { Requests.Account }));
        var told = (await host.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((told.EventId, told.Payment!.Status), Is.EqualTo((eventId, PaymentStatus.Pending)));
        Assert.That(told.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 10, 15, 0, TimeSpan.FromHours(9))), "Of a year with two digits.");
    }

    [Test]
    public async Task A_deposit_of_its_own_tid_is_told_apart()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account"));
        var told = await host.Provider.ProcessWebhookAsync(Notice(MobileDeposit + "&P_IN_TID=IN1"));
        Assert.That(told.Single().EventId, Is.EqualTo("StdpayVBNKINIpayTest20261030090000000001:02:IN1"));
    }

    [Test]
    public async Task The_memorys_transaction_is_read_and_not_the_notices()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var webhook = await host.Provider.VerifyWebhookAsync(Notice(MobileDeposit));
        var known = new Payment
        {
            Reference = Requests.Paid, Status = PaymentStatus.Pending, ProviderStatus = "", Amount = Requests.Amount, CreatedAt = TestClock.Start,
        };
        await host.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].With(known)] });
        host.AssertSent("read");
    }

    [Test]
    public async Task A_delivery_is_acknowledged_in_its_own_way()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var webhook = await host.Provider.VerifyWebhookAsync(Notice($"id_merchant=INIpayTest&no_oid=A-1001&no_tid=E1&dt_req=20261030120000&cl_status=2&tid_org={Requests.Tid}"));
        Assert.That(webhook.Acknowledgement.Body, Is.EqualTo("cd_rslt=0000"));
        Assert.That(webhook.References, Is.EqualTo(new[] { Requests.Paid }));
        Assert.That((await host.Provider.ResolveWebhookAsync(webhook)).Single().EventId, Is.EqualTo("E1:2"));
    }

    [Test]
    public async Task What_Inicis_does_not_know_is_nothing()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500623"}""");
        Assert.That(await host.Provider.ProcessWebhookAsync(Notice(Deposit)), Is.Empty);
    }

    [Test]
    public async Task Where_Inicis_cannot_be_asked_the_notice_has_to_come_again()
    {
        using var host = new InicisHost(options => options.MaxRetries = 0).On(InicisHost.Inquiry, "", 503);
        await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => host.Provider.ProcessWebhookAsync(Notice(Deposit)));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("<xml/>")]
    [TestCase("id_merchant=INIpayTest")]
    [TestCase("P_STATUS=02&P_MID=INIpayTest")]
    [TestCase("P_STATUS=02&P_MID=INIpayTest&P_TID=&P_OID=")]
    public async Task What_names_no_payment_is_refused(string body)
    {
        using var host = new InicisHost();
        Assert.That(await host.RefusedAsync(Notice(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase("id_merchant=INIpayTest", "id_merchant=OTHERshop1")]
    [TestCase("id_merchant=INIpayTest", "id_merchant=inipaytest")]
    [TestCase("id_merchant=INIpayTest", "x=y")]
    public async Task A_notice_of_another_merchant_is_refused(string own, string other)
    {
        using var host = new InicisHost();
        Assert.That(await host.RefusedAsync(Notice(Deposit.Replace(own, other))), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    // What the mobile page was given comes back with the notice.
    [TestCase("15000", "A-1001", true)]
    [TestCase("000015000", "A-1001", true)]
    [TestCase("1500", "A-1001", false)]
    [TestCase("15000", "A-1002", false)]
    [TestCase("x", "A-1001", false)]
    public async Task A_mark_of_ours_has_to_fit_the_notice(string amount, string order, bool isTaken)
    {
        using var host = new InicisHost();
        var notice = Notice($"{MobileDeposit.Replace("P_AMT=15000", "P_AMT=" + amount).Replace("P_OID=A-1001", "P_OID=" + order)}&P_NOTI={Requests.Mark}");
        if (isTaken)
            Assert.That((await host.Provider.VerifyWebhookAsync(notice)).Trust, Is.EqualTo(WebhookTrust.Hint));
        else
            Assert.That(await host.RefusedAsync(notice), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [Test]
    public async Task A_notice_of_what_Inicis_does_not_know_yet_tells_nothing_new()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500623"}""");
        var webhook = await host.Provider.VerifyWebhookAsync(Notice(Deposit));
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That(await host.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].With(created)] }), Is.Empty);
    }

    [Test]
    public async Task The_size_is_looked_at_first()
    {
        using var host = new InicisHost(options => options.MaxWebhookBytes = 1024);
        Assert.That(await host.RefusedAsync(Notice(Deposit + new string('&', 1024))), Is.EqualTo(PaymentErrorCode.TooLarge));
    }

    [TestCase("203.238.37.15", true)]
    [TestCase("::ffff:203.238.37.15", true)]
    [TestCase("39.115.212.200", true)]
    [TestCase("2001:db8::7", true)]
    [TestCase("203.238.37.14", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("2001:db8::8", false)]
    [TestCase(null, false)]
    public async Task Sources_can_be_limited(string? sender, bool isTaken)
    {
        using var host = new InicisHost(options =>
        {
            foreach (var source in new[] { "203.238.37.15", "39.115.212.0/24", "2001:db8::7" })
                options.NotificationSources.Add(source);
        });
        var notice = Notice(Deposit, sender);
        if (isTaken)
            Assert.That((await host.Provider.VerifyWebhookAsync(notice)).Trust, Is.EqualTo(WebhookTrust.Hint), "Not more than that, wherever it comes from.");
        else
            Assert.That(await host.RefusedAsync(notice), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public void The_published_sources_are_known() => Assert.That(InicisOptions.PublishedNotificationSources, Is.EquivalentTo(new[]
    {
        "203.238.37.15", "39.115.212.9", "183.109.71.153", "118.129.210.25", "203.238.37.3", "203.238.37.16", "203.238.37.25", "203.238.37.32", "211.219.96.165",
    }));

    [Test]
    public async Task Names_in_any_bytes_do_not_matter()
    {
        using var host = new InicisHost();
        byte[] body = [.. Encoding.ASCII.GetBytes(Deposit + "&x="), .. ProviderText.Korean.GetBytes("똠방각하"), 0xFF, 0xFE];
        Assert.That((await host.Provider.VerifyWebhookAsync(new WebhookRequest { Body = body, Headers = new Dictionary<string, string>() })).References[0], Is.EqualTo(Requests.Order));
    }

    private static WebhookRequest Notice(string form, string? sender = null) => new()
    {
        Body = Encoding.ASCII.GetBytes(form),
        Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" },
        RemoteAddress = sender is null ? null : IPAddress.Parse(sender),
    };
}
