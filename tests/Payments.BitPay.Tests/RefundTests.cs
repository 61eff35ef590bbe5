using System.Text.Json.Nodes;

namespace Payments.BitPay.Tests;

public class RefundTests
{
    private const string Invoice = "GET /invoices/" + Requests.InvoiceId;
    private const string NotFound = """{"error":"Object not found"}""";

    // What the key of Requests.Refund becomes.
    private const string Guid = "43dd9920-423a-4e8b-b7f7-93ee2e98d94e";
    private const string List = "GET /refunds?invoiceId=" + Requests.InvoiceId + "&token=pos-token";

    [Test]
    public async Task A_refund_is_asked_for_after_looking()
    {
        using var bitpay = Paid().On(List, Refunds()).On("POST /refunds", Fixture.Answer("refund"));
        var refund = await bitpay.Provider.RefundPaymentAsync(Requests.Refund(new Money(4m, "EUR"), extras: new BitPayRefundExtras { Immediate = true, BuyerPaysRefundFee = true }));
        bitpay.AssertSent("refund");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.Amount), Is.EqualTo(("WoE46gSLkJQS48RJEiNw3L", "r-1001", RefundStatus.Pending, new Money(4m, "EUR"))));
            Assert.That((refund.Origin, refund.InitiatedByProvider), Is.EqualTo((RefundOrigin.Merchant, false)));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2021, 8, 29, 20, 45, 35, 368, TimeSpan.Zero)));
        });
    }

    [Test]
    public async Task All_is_what_earlier_refunds_have_left_and_BitPays_own_do_not_count()
    {
        using var bitpay = Paid().On(List, Refunds(
            ("success", "partial", 2m), ("created", "partial", 1m), ("failure", "partial", 9m), ("canceled", "partial", 9m), ("success", "overpayment", 9m)))
            .On("POST /refunds", Fixture.Answer("refund"));
        await bitpay.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That((decimal)JsonNode.Parse(bitpay.Bodies[^1])!["amount"]!, Is.EqualTo(7.5m));
    }

    [Test]
    public async Task The_same_intention_again_finds_its_refund_and_sends_nothing()
    {
        using var first = Paid().On(List, Refunds()).On("POST /refunds", Fixture.Answer("refund"));
        await first.Provider.RefundPaymentAsync(Requests.Refund(new Money(4m, "EUR")));
        var guid = (string)JsonNode.Parse(first.Bodies[^1])!["guid"]!;

        using var again = Paid().On(List, Refunds(guid, ("created", "partial", 4m))).On(Invoice, Fixture.Answer("invoice-paid")).On(List, Refunds(guid, ("created", "partial", 4m)));
        Assert.That((await again.Provider.RefundPaymentAsync(Requests.Refund(new Money(4m, "EUR")))).RefundId, Is.EqualTo("r-0"));
        var thrown = await Assert.ThrowsAsync<PaymentConflictException>(() => again.Provider.RefundPaymentAsync(Requests.Refund(new Money(5m, "EUR"))));
        Assert.That((thrown!.Error.Code, again.Calls), Is.EqualTo((PaymentErrorCode.IdempotencyKeyReused, 4)));
    }

    [Test]
    public async Task What_nobody_is_said_to_have_begun_takes_from_what_is_left()
    {
        var unmarked = JsonNode.Parse(Refunds(("success", "partial", 4m)))!;
        (unmarked["data"]![0]!["type"], unmarked["data"]![0]!["reference"]) = (null, null);
        using var bitpay = Paid().On(List, unmarked.ToJsonString()).On("POST /refunds", Fixture.Answer("refund"));
        await bitpay.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That((decimal)JsonNode.Parse(bitpay.Bodies[^1])!["amount"]!, Is.EqualTo(6.5m));
    }

    [Test]
    public async Task What_was_asked_for_here_is_the_merchants_though_the_answer_has_no_marks()
    {
        using var bitpay = Paid().On(List, Refunds()).On("POST /refunds", Fixture.Answer("refund", node => (node["data"]!["type"], node["data"]!["reference"]) = (null, null)));
        Assert.That((await bitpay.Provider.RefundPaymentAsync(Requests.Refund(null))).Origin, Is.EqualTo(RefundOrigin.Merchant));
    }

    [TestCase(404, "WoE46gSLkJQS48RJEiNw3L", 3)]
    [TestCase(200, "WoE46gSLkJQS48RJEiNw3L", 3)]
    [TestCase(404, null, 4)]
    public async Task Where_the_list_is_not_found_our_guid_says_whether_a_refund_was_made(int status, string? made, int calls)
    {
        using var bitpay = Paid().On(List, NotFound, status).On("GET /refunds/guid/" + Guid, made is null ? NotFound : Fixture.Answer("refund"), made is null ? 404 : 200);
        if (made is null)
            bitpay.On("POST /refunds", Fixture.Answer("refund"));
        var refund = await bitpay.Provider.RefundPaymentAsync(Requests.Refund(new Money(4m, "EUR")));
        Assert.That((refund.RefundId, bitpay.Calls), Is.EqualTo(("WoE46gSLkJQS48RJEiNw3L", calls)));
    }

    [TestCase("10.51 EUR", 0, PaymentErrorCode.AmountTooLarge)]
    [TestCase("8 EUR", 3, PaymentErrorCode.AmountTooLarge)]
    [TestCase("1 EUR", 10.5, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("1 USD", 0, PaymentErrorCode.InvalidRequest)]
    [TestCase("0.001 EUR", 0, PaymentErrorCode.InvalidAmount)]
    public async Task What_is_not_left_is_refused_before_sending(string amount, decimal earlier, PaymentErrorCode expected)
    {
        using var bitpay = Paid().On(List, earlier == 0 ? Refunds() : Refunds(("created", "partial", earlier)));
        var thrown = await Assert.CatchAsync<PaymentException>(() => bitpay.Provider.RefundPaymentAsync(Requests.Refund(Money.Parse(amount))));
        Assert.That((thrown!.Error.Code, thrown.Outcome, bitpay.Calls), Is.EqualTo((expected, PaymentOutcome.NeverSent, 2)));
    }

    [TestCase("new")]
    [TestCase("paid")]
    public async Task What_was_not_credited_is_not_refunded(string status)
    {
        using var bitpay = BitPayHost.Merchant().On(Invoice, Fixture.Answer("invoice-paid", node => node["data"]!["status"] = status));
        var thrown = await Assert.ThrowsAsync<PaymentConflictException>(() => bitpay.Provider.RefundPaymentAsync(Requests.Refund(null)));
        Assert.That((thrown!.Error.Code, bitpay.Calls), Is.EqualTo((PaymentErrorCode.InvalidState, 1)));
    }

    [TestCase("010207", PaymentErrorCode.InvalidState)]
    [TestCase("010208", PaymentErrorCode.AmountTooSmall)]
    public async Task A_refusal_for_the_payments_state_or_the_fees_is_an_answer(string code, PaymentErrorCode expected)
    {
        using var bitpay = Paid().On(List, Refunds()).On("POST /refunds", $$"""{"status":"error","code":"{{code}}","data":null,"error":"No."}""", 400);
        var refund = await bitpay.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That((refund.Status, refund.RefundId, refund.Error!.Code, refund.Amount), Is.EqualTo((RefundStatus.Failed, (string?)null, expected, new Money(10.5m, "EUR"))));
    }

    [Test]
    public async Task An_unclear_refund_is_unknown_and_not_repeated()
    {
        using var bitpay = Paid().On(List, Refunds()).On("POST /refunds", "", 503);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => bitpay.Provider.RefundPaymentAsync(Requests.Refund(null)));
        Assert.That(bitpay.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task A_reference_has_at_most_a_hundred_characters()
    {
        using var bitpay = Paid().On(List, Refunds());
        await Assert.ThrowsAsync<PaymentRequestException>(() => bitpay.Provider.RefundPaymentAsync(Requests.Refund(null, new string('r', 101))));
        Assert.That(bitpay.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refund_is_read_by_its_id_our_guid_or_our_reference()
    {
        using var bitpay = BitPayHost.Merchant()
            .On("GET /refunds/WoE46gSLkJQS48RJEiNw3L?token=pos-token", Fixture.Answer("refund"))
            .On("GET /refunds/guid/g-1?token=pos-token", Fixture.Answer("refund"))
            .On(Invoice, Fixture.Answer("invoice-paid")).On(List, Refunds(("success", "partial", 4m)))
            .On(Invoice, Fixture.Answer("invoice-paid")).On(List, Refunds());
        var provider = bitpay.Provider;
        Assert.That((await provider.GetRefundAsync(new RefundReference(Requests.Invoice) { RefundId = "WoE46gSLkJQS48RJEiNw3L" })).Reference, Is.EqualTo("r-1001"));
        Assert.That((await provider.GetRefundAsync(new RefundReference(Requests.Invoice) { Related = [new RelatedId("guid", "g-1")] })).Reference, Is.EqualTo("r-1001"));
        Assert.That((await provider.GetRefundAsync(new RefundReference(Requests.Invoice) { Reference = "ref-0" })).RefundId, Is.EqualTo("r-0"));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => provider.GetRefundAsync(new RefundReference(Requests.Invoice) { Reference = "ref-0" }));
        await Assert.ThrowsAsync<PaymentRequestException>(() => provider.GetRefundAsync(new RefundReference(Requests.Invoice)));
    }

    [TestCase("expired", PaymentStatus.Expired)]
    [TestCase("declined", PaymentStatus.Failed)]
    public async Task What_BitPay_gives_back_by_itself_is_told_as_such(string status, PaymentStatus expected)
    {
        using var bitpay = BitPayHost.Merchant()
            .On(Invoice, Fixture.Answer("invoice-paid", node => (node["data"]!["status"], node["data"]!["exceptionStatus"]) = (status, "paidPartial")))
            .On(List, Refunds(("success", "underpayment", 4m)));
        var payment = await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        var refund = ((RefundFact)payment.Facts.Single()).Refund;
        Assert.That((payment.Status, payment.Attention, payment.RefundedAmount), Is.EqualTo((expected, PaymentAttention.Underpaid, (Money?)new Money(0m, "EUR"))));
        Assert.That((refund.Origin, refund.InitiatedByProvider), Is.EqualTo((RefundOrigin.Underpayment, true)));
    }

    [TestCase("new", PaymentErrorCode.InvalidState)]
    [TestCase("paid", PaymentErrorCode.InvalidState)]
    public async Task A_cancel_that_came_too_late_says_where_the_payment_stands(string status, PaymentErrorCode expected)
    {
        using var bitpay = BitPayHost.Merchant().On("DELETE /invoices/" + Requests.InvoiceId, """{"status":"error","code":"040107","data":null,"message":"State"}""", 400)
            .On(Invoice, Fixture.Answer("invoice", node => node["data"]!["status"] = status));
        var thrown = await Assert.ThrowsAsync<PaymentConflictException>(() => bitpay.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Invoice }));
        Assert.That((thrown!.Error.Code, thrown.Error.ProviderCode), Is.EqualTo((expected, "040107")));
    }

    [TestCase("expired", true, PaymentStatus.Cancelled)]
    [TestCase("expired", false, PaymentStatus.Expired)]
    public async Task A_cancel_of_what_has_ended_is_done(string status, bool isCancelled, PaymentStatus expected)
    {
        using var bitpay = BitPayHost.Merchant().On("DELETE /invoices/" + Requests.InvoiceId, """{"status":"error","code":"040107","error":"State"}""", 400)
            .On(Invoice, Fixture.Answer("invoice", node => (node["data"]!["status"], node["data"]!["isCancelled"]) = (status, isCancelled))).On(List, Refunds());
        Assert.That((await bitpay.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Invoice })).Status, Is.EqualTo(expected));
    }

    [TestCase("040108")]
    [TestCase("040109")]
    public async Task A_payer_who_could_not_be_told_of_a_refund_is_the_requests_fault(string code)
    {
        using var bitpay = BitPayHost.Merchant().On("DELETE /invoices/" + Requests.InvoiceId, $$"""{"status":"error","code":"{{code}}","error":"E-mail"}""", 400);
        var thrown = await Assert.ThrowsAsync<PaymentRequestException>(() => bitpay.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Invoice }));
        Assert.That(thrown!.Error.ProviderCode, Is.EqualTo(code));
    }

    private static BitPayHost Paid() => BitPayHost.Merchant().On(Invoice, Fixture.Answer("invoice-paid"));

    private static string Refunds(params (string Status, string Type, decimal Amount)[] refunds) => Refunds(null, refunds);

    private static string Refunds(string? guid, params (string Status, string Type, decimal Amount)[] refunds) => new JsonObject
    {
        ["data"] = new JsonArray([.. refunds.Select((refund, place) => new JsonObject
        {
            ["id"] = $"r-{place}", ["invoice"] = Requests.InvoiceId, ["guid"] = guid, ["reference"] = $"ref-{place}", ["status"] = refund.Status, ["type"] = refund.Type,
            ["amount"] = refund.Amount, ["currency"] = "EUR",
        })]),
    }.ToJsonString();
}
