namespace Payments.Inicis.Tests;

/// <summary>Ending a payment before money is taken.</summary>
internal sealed class CancelTests
{
    private const string Nothing = """{"resultCode":"500623"}""";

    [Test]
    public async Task An_open_window_is_closed_here()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Nothing);
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        var payment = await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = created });
        Assert.That((payment.Status, payment.NextAction, payment.IsRemembered), Is.EqualTo((PaymentStatus.Cancelled, (NextAction?)null, false)));
        host.AssertSent("read-by-order");
    }

    [TestCase("FAIL")]
    [TestCase("01")]
    public async Task A_window_is_closed_whatever_code_says_that_nothing_is_there(string code)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, $$"""{"resultCode":"{{code}}"}""");
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That((await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = created })).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [Test]
    public async Task A_payment_that_nobody_knows_is_not_found()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Nothing);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Order }));
    }

    [Test]
    public async Task An_account_without_a_deposit_is_closed()
    {
        using var host = Account("NON_DEPOSIT").On(InicisHost.FormRefund, Fixture.Answer("refund-full"));
        var payment = await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Account, Reason = "sold out" });
        host.AssertSent("cancel-account");
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Cancelled, (Money?)Money.Zero(Currency.KRW))));
    }

    [Test]
    public async Task A_closed_account_is_closed_already()
    {
        using var host = Account("DEPOSIT_CANCELED");
        Assert.That((await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Account })).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase("DEPOSIT_CANCELED", null)]
    [TestCase("DEPOSIT_COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    public async Task What_happened_meanwhile_decides(string now, PaymentErrorCode? expected)
    {
        using var host = Account("NON_DEPOSIT").On(InicisHost.FormRefund, """{"resultCode":"504626"}""")
            .On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["transactionStatus"] = now));
        var request = new CancelRequest { Payment = Requests.Account };
        if (expected is null)
            Assert.That((await host.Provider.CancelPaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Cancelled));
        else
            Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.CancelPaymentAsync(request)))!.Error.Code, Is.EqualTo(expected));
    }

    [TestCase("", 502)]
    [TestCase("{}", 200)]
    [TestCase("{\"resultMsg\":\"ok\"}", 200)]
    [TestCase("<html/>", 200)]
    public async Task Without_a_success_whether_it_was_closed_is_unknown(string answer, int status)
    {
        using var host = Account("NON_DEPOSIT").On(InicisHost.FormRefund, answer, status);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Account }));
    }

    [TestCase("APPROVAL")]
    [TestCase("PART_CANCEL")]
    [TestCase("CANCEL")]
    public async Task Money_that_was_taken_is_refunded_instead(string status)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["transactionStatus"] = status));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Paid })))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, PaymentOutcome.NeverSent)));
    }

    private static InicisHost Account(string status) =>
        new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["transactionStatus"] = status));
}
