using System.Text.Json.Nodes;

namespace Payments.BitPay.Tests;

/// <summary>The tables of BitPay's documentation, word by word.</summary>
public class MappingTests
{
    [TestCase("new", false, PaymentStatus.RequiresAction)]
    [TestCase("paid", false, PaymentStatus.Processing)]
    [TestCase("confirmed", false, PaymentStatus.Completed)]
    [TestCase("complete", false, PaymentStatus.Completed)]
    [TestCase("expired", false, PaymentStatus.Expired)]
    [TestCase("expired", true, PaymentStatus.Cancelled)]
    [TestCase("invalid", false, PaymentStatus.Processing)]
    [TestCase("declined", false, PaymentStatus.Failed)]
    [TestCase("declined", true, PaymentStatus.Cancelled)]
    [TestCase("confirmed", true, PaymentStatus.Completed)]
    [TestCase("teleported", false, PaymentStatus.Unknown)]
    [TestCase("", false, PaymentStatus.Unknown)]
    public async Task Each_status_of_an_invoice_has_its_meaning(string raw, bool isCancelled, PaymentStatus expected)
    {
        var payment = await ReadAsync(data => (data["status"], data["isCancelled"]) = (raw, isCancelled));
        Money? nothing = new Money(0m, "EUR");
        Money? all = new Money(10.5m, "EUR");
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, raw)));
        Assert.That(payment.CapturedAmount, Is.EqualTo(expected is PaymentStatus.Completed ? all : expected is PaymentStatus.Unknown ? null : nothing));
        Assert.That(payment.RefundedAmount, Is.EqualTo(expected is PaymentStatus.Completed or PaymentStatus.Unknown ? null : nothing), "A POS token does not see refunds.");
        Assert.That(payment.NextAction is RedirectAction, Is.EqualTo(expected is PaymentStatus.RequiresAction));
        Assert.That(payment.Error?.Kind, Is.EqualTo(expected is PaymentStatus.Failed ? PaymentErrorKind.Declined : null));
        Assert.That(payment.Attention, Is.EqualTo(raw == "invalid" ? PaymentAttention.Review : PaymentAttention.None));
    }

    [TestCase("false", PaymentAttention.None)]
    [TestCase("null", PaymentAttention.None)]
    [TestCase("\"false\"", PaymentAttention.None)]
    [TestCase("\"\"", PaymentAttention.None)]
    [TestCase("\"paidPartial\"", PaymentAttention.Underpaid)]
    [TestCase("\"paidOver\"", PaymentAttention.Overpaid)]
    [TestCase("\"paidLate\"", PaymentAttention.Late)]
    [TestCase("\"marked\"", PaymentAttention.Review)]
    [TestCase("true", PaymentAttention.Review)]
    [TestCase("{}", PaymentAttention.None)]
    public async Task An_exception_is_a_flag_or_a_text(string raw, PaymentAttention expected) =>
        Assert.That((await ReadAsync(data => data["exceptionStatus"] = JsonNode.Parse(raw))).Attention, Is.EqualTo(expected));

    [TestCase("underpaidAmount", PaymentAttention.Underpaid)]
    [TestCase("overpaidAmount", PaymentAttention.Overpaid)]
    public async Task What_is_too_little_or_too_much_is_seen_by_its_amount_too(string member, PaymentAttention expected)
    {
        var payment = await ReadAsync(data => (data["status"], data[member]) = ("expired", 0.0001m));
        Assert.That((payment.Status, payment.Attention), Is.EqualTo((PaymentStatus.Expired, expected)));
    }

    [TestCase("preview", RefundStatus.Pending)]
    [TestCase("created", RefundStatus.Pending)]
    [TestCase("pending", RefundStatus.Pending)]
    [TestCase("success", RefundStatus.Completed)]
    [TestCase("failure", RefundStatus.Failed)]
    [TestCase("cancelled", RefundStatus.Cancelled)]
    [TestCase("canceled", RefundStatus.Cancelled)]
    [TestCase("teleported", RefundStatus.Unknown)]
    public async Task Each_status_of_a_refund_has_its_meaning(string raw, RefundStatus expected)
    {
        var refund = await ReadRefundAsync(data => data["status"] = raw);
        Assert.That((refund.Status, refund.ProviderStatus, refund.Error is not null), Is.EqualTo((expected, raw, expected is RefundStatus.Failed)));
    }

    [TestCase("full (current rate)", RefundOrigin.Merchant)]
    [TestCase("full (fixed rate)", RefundOrigin.Merchant)]
    [TestCase("partial", RefundOrigin.Merchant)]
    [TestCase("underpayment", RefundOrigin.Underpayment)]
    [TestCase("overpayment", RefundOrigin.Overpayment)]
    [TestCase("declined", RefundOrigin.DeclinedReturn)]
    [TestCase(null, RefundOrigin.Merchant)]
    public async Task Each_type_of_a_refund_says_who_began_it(string? raw, RefundOrigin expected) =>
        Assert.That((await ReadRefundAsync(data => data["type"] = raw)).Origin, Is.EqualTo(expected));

    [Test]
    public async Task A_refund_without_a_type_and_without_our_marks_is_nobodys() => Assert.That(
        (await ReadRefundAsync(data => (data["type"], data["reference"], data["guid"]) = (null, null, null))).Origin, Is.EqualTo(RefundOrigin.Unknown));

    [TestCase("success", "partial", 4.0, PaymentStatus.PartiallyRefunded, 4.0)]
    [TestCase("success", "full (current rate)", 10.5, PaymentStatus.Refunded, 10.5)]
    [TestCase("created", "full (current rate)", 10.5, PaymentStatus.Completed, 0.0)]
    [TestCase("failure", "full (current rate)", 10.5, PaymentStatus.Completed, 0.0)]
    [TestCase("canceled", "partial", 4.0, PaymentStatus.Completed, 0.0)]
    [TestCase("success", "overpayment", 10.5, PaymentStatus.Completed, 0.0)]
    [TestCase("success", "underpayment", 10.5, PaymentStatus.Completed, 0.0)]
    [TestCase("success", "declined", 10.5, PaymentStatus.Completed, 0.0)]
    public async Task Refunds_and_not_the_invoice_say_what_was_given_back(string status, string type, decimal amount, PaymentStatus expected, decimal refunded)
    {
        var refund = JsonNode.Parse(Fixture.Answer("refund"))!["data"]!.DeepClone();
        (refund["status"], refund["type"], refund["amount"]) = (status, type, amount);
        using var bitpay = BitPayHost.Merchant()
            .On("GET /invoices/" + Requests.InvoiceId, Fixture.Answer("invoice-paid"))
            .On("GET /refunds?invoiceId=" + Requests.InvoiceId + "&token=pos-token", new JsonObject { ["data"] = new JsonArray(refund) }.ToJsonString());
        var payment = await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((expected, (Money?)new Money(10.5m, "EUR"), (Money?)new Money(refunded, "EUR"))));
        Assert.That(((RefundFact)payment.Facts.Single()).Refund.RefundId, Is.EqualTo("WoE46gSLkJQS48RJEiNw3L"));
    }

    [TestCase("success", PaymentAttention.Review)]
    [TestCase("created", PaymentAttention.Review)]
    [TestCase("failure", PaymentAttention.None)]
    public async Task A_refund_that_nobody_is_said_to_have_begun_is_in_no_total_and_for_a_person(string status, PaymentAttention expected)
    {
        var refund = JsonNode.Parse(Fixture.Answer("refund"))!["data"]!.DeepClone();
        (refund["status"], refund["type"], refund["reference"], refund["guid"]) = (status, null, null, null);
        using var bitpay = BitPayHost.Merchant()
            .On("GET /invoices/" + Requests.InvoiceId, Fixture.Answer("invoice-paid"))
            .On("GET /refunds?invoiceId=" + Requests.InvoiceId + "&token=pos-token", new JsonObject { ["data"] = new JsonArray(refund) }.ToJsonString());
        var payment = await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        Assert.That((payment.Status, payment.RefundedAmount, payment.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(0m, "EUR"), expected)));
        Assert.That(payment.Facts, Is.Empty, "The totals of a record count every fact of this origin.");
    }

    [TestCase("USDC_m", "12.6", "12.6 USDC")]
    [TestCase("USDCn_m", "12.6", "12.6 USDC")]
    [TestCase("BTC", "0.00021", "0.00021 BTC")]
    [TestCase("ETH_arb", "0.004000000000000001", "0.004000000000000001 ETH")]
    [TestCase("NEWCOIN", "7", "7 NEWCOIN")]
    [TestCase("BTC", "0", null)]
    [TestCase("", "1", null)]
    [TestCase("_m", "1", null)]
    public async Task What_arrived_is_counted_in_coins(string code, string amount, string? expected) => Assert.That(
        (await ReadAsync(data => (data["transactionCurrency"], data["displayAmountPaid"]) = (code, amount))).ReceivedAmount?.ToString(), Is.EqualTo(expected));

    private static async Task<Payment> ReadAsync(Action<JsonNode> change)
    {
        using var bitpay = new BitPayHost().On("GET /invoices/" + Requests.InvoiceId, Fixture.Answer("invoice", node => change(node["data"]!)));
        return await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
    }

    private static async Task<Refund> ReadRefundAsync(Action<JsonNode> change)
    {
        using var bitpay = BitPayHost.Merchant().On("GET /refunds/WoE46gSLkJQS48RJEiNw3L", Fixture.Answer("refund", node => change(node["data"]!)));
        return await bitpay.Provider.GetRefundAsync(new RefundReference(Requests.Invoice) { RefundId = "WoE46gSLkJQS48RJEiNw3L" });
    }
}
