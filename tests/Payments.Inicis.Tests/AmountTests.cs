using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Inicis.Tests;

/// <summary>What was approved is compared with our own record: the payer's browser carries the amount, and the payer can approve it himself.</summary>
internal sealed class AmountTests
{
    private const PaymentAttention Surplus = PaymentAttention.Overpaid | PaymentAttention.Review;

    [TestCase("15000", PaymentStatus.Completed, PaymentAttention.None)]
    [TestCase("1500", PaymentStatus.Processing, PaymentAttention.Underpaid)]
    [TestCase("14999", PaymentStatus.Processing, PaymentAttention.Underpaid)]
    [TestCase("15001", PaymentStatus.Completed, Surplus)]
    public async Task A_read_compares_the_amount(string price, PaymentStatus status, PaymentAttention attention)
    {
        var payment = await ReadAsync(Requests.Order.With(Known()), "transaction-card", t => t["price"] = price);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((payment.Status, payment.Attention), Is.EqualTo((status, attention)));
            Assert.That(payment.Amount, Is.EqualTo(Requests.Amount), "What was asked for never changes.");
            Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(decimal.Parse(price, null), "KRW")));
        }
    }

    [Test]
    public async Task Another_currency_is_another_amount()
    {
        var payment = await ReadAsync(Requests.Paid.With(Known()), "transaction-card", t => (t["price"], t["cardInfo"]!["currencyCode"]) = ("1500000", "USD"));
        Assert.That((payment.Status, payment.Attention), Is.EqualTo((PaymentStatus.Processing, PaymentAttention.Review)));
    }

    [Test]
    public async Task Without_a_record_nothing_can_be_compared()
    {
        var payment = await ReadAsync(Requests.Paid, "transaction-card", t => t["price"] = "1500");
        Assert.That((payment.Status, payment.Attention, payment.Amount.Amount), Is.EqualTo((PaymentStatus.Completed, PaymentAttention.None, 1500m)));
    }

    // The price of an inquiry is what was approved, whatever went back since.
    [TestCase("15000", PaymentStatus.PartiallyRefunded, PaymentAttention.None)]
    [TestCase("9000", PaymentStatus.Processing, PaymentAttention.Underpaid)]
    public async Task A_refund_of_a_part_changes_nothing_in_what_was_approved(string price, PaymentStatus status, PaymentAttention attention)
    {
        var payment = await ReadAsync(Requests.Paid.With(Known(PaymentStatus.Completed)), "transaction-card", t =>
        {
            (t["price"], t["transactionStatus"], t["availablePartCancelPrice"]) = (price, "PART_CANCEL", "5000");
            t["partCancelTransInfo"] = new JsonArray(new JsonObject { ["tid"] = "P1", ["requestPrice"] = "4000" });
        });
        Assert.That((payment.Status, payment.Attention), Is.EqualTo((status, attention)));
    }

    [Test]
    public async Task What_was_too_little_can_go_back()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["price"] = "1500"))
            .On(InicisHost.FullRefund, Fixture.Answer("refund-full"))
            .On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => (t["price"], t["transactionStatus"]) = ("1500", "CANCEL")));
        var known = Known() with { Status = PaymentStatus.Processing, CapturedAmount = new Money(1500m, "KRW") };
        Assert.That((await host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Paid.With(known)))).Amount, Is.EqualTo(new Money(1500m, "KRW")));
        var read = await host.Provider.GetPaymentAsync(Requests.Paid.With(known));
        Assert.That((read.Status, read.Attention), Is.EqualTo((PaymentStatus.Refunded, PaymentAttention.Underpaid)));
    }

    [TestCase("NON_DEPOSIT", PaymentStatus.Pending, PaymentAttention.Underpaid)]
    [TestCase("DEPOSIT_COMPLETED", PaymentStatus.Processing, PaymentAttention.Underpaid)]
    [TestCase("DEPOSIT_CANCELED", PaymentStatus.Cancelled, PaymentAttention.None)]
    public async Task An_account_of_another_amount_is_noticed(string raw, PaymentStatus status, PaymentAttention attention)
    {
        var payment = await ReadAsync(Requests.Order.With(Known()), "transaction-account", t => (t["price"], t["transactionStatus"]) = ("1500", raw));
        Assert.That((payment.Status, payment.Attention), Is.EqualTo((status, attention)));
    }

    [Test]
    public async Task A_notice_leads_to_the_same_comparison()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["price"] = "1500"));
        var told = (await host.Provider.ResolveWebhookAsync(await NoticeAsync(host, $"P_TID={Requests.AccountTid}&P_OID=A-1001", Known()))).Single();
        Assert.That((told.Payment!.Status, told.Payment.Attention), Is.EqualTo((PaymentStatus.Processing, PaymentAttention.Underpaid)));
    }

    [Test]
    public async Task A_second_window_of_an_order_that_was_paid_too_little_is_a_conflict()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["price"] = "1500"));
        var known = Known(PaymentStatus.Completed) with { Reference = Requests.Paid };
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(), known))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [TestCase("mid", "OTHERshop1")]
    [TestCase("mid", null)]
    [TestCase("oid", "A-1002")]
    [TestCase("oid", null)]
    [TestCase("tid", "StdpayCARDINIpayTest20261030090000000002")]
    public async Task A_transaction_of_something_else_is_not_read(string name, string? value)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t[name] = value));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
    }

    // A transaction that was paid, under the order of one that was not.
    [Test]
    public async Task A_notice_that_names_another_orders_transaction_tells_nothing()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account"));
        Assert.That(await host.Provider.ResolveWebhookAsync(await NoticeAsync(host, $"P_TID={Requests.AccountTid}&P_OID=A-1002", Known())), Is.Empty);
    }

    private static async Task<VerifiedWebhook> NoticeAsync(InicisHost host, string form, Payment known)
    {
        var request = new WebhookRequest { Body = Encoding.ASCII.GetBytes("P_STATUS=02&P_MID=INIpayTest&P_AMT=15000&" + form), Headers = new Dictionary<string, string>() };
        var webhook = await host.Provider.VerifyWebhookAsync(request);
        return webhook with { References = [webhook.References[0].With(known)] };
    }

    private static async Task<Payment> ReadAsync(PaymentReference asked, string transaction, Action<JsonNode> change)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer(transaction, change));
        return await host.Provider.GetPaymentAsync(asked);
    }

    private static Payment Known(PaymentStatus status = PaymentStatus.RequiresAction) => new()
    {
        Reference = Requests.Order,
        Status = status,
        ProviderStatus = "",
        Amount = Requests.Amount,
        CapturedAmount = status.IsPaid() ? Requests.Amount : Money.Zero(Currency.KRW),
        CreatedAt = TestClock.Start,
    };
}
