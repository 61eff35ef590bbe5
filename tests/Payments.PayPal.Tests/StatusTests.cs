using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

/// <summary>Walks the tables of statuses, and the rule for what a completed order is.</summary>
public class StatusTests
{
    private static async Task<Payment> ReadAsync(string order)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, order);
        return await paypal.Provider.GetPaymentAsync(Requests.Payment);
    }

    private static JsonObject First(JsonNode order, string list) => order["purchase_units"]![0]!["payments"]![list]![0]!.AsObject();

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        PayPalMapping.Methods.Values.Concat(PayPalMapping.Cards.Values).Append(PaymentMethod.Card).Distinct(), Is.EquivalentTo(PayPalDefaults.Capabilities.PaymentMethods));

    [TestCase("CREATED", PaymentStatus.RequiresAction)]
    [TestCase("SAVED", PaymentStatus.Pending)]
    [TestCase("PAYER_ACTION_REQUIRED", PaymentStatus.RequiresAction)]
    [TestCase("APPROVED", PaymentStatus.RequiresConfirmation)]
    [TestCase("VOIDED", PaymentStatus.Cancelled)]
    [TestCase("PENDING_APPROVAL", PaymentStatus.Processing)]
    [TestCase("PARTIALLY_COMPLETED", PaymentStatus.Processing)]
    [TestCase("COMPLETED", PaymentStatus.Unknown)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown)]
    [TestCase("approved", PaymentStatus.Unknown)]
    [TestCase(null, PaymentStatus.Unknown)]
    public async Task An_order_without_movements_is(string? status, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-new", node => node["status"] = status));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status ?? "")));
    }

    [TestCase("COMPLETED", null, PaymentStatus.Completed, MovementState.Succeeded)]
    [TestCase("PENDING", null, PaymentStatus.Processing, MovementState.Pending)]
    [TestCase("PENDING", "BUYER_COMPLAINT", PaymentStatus.Disputed, MovementState.Succeeded)]
    [TestCase("PENDING", "CHARGEBACK", PaymentStatus.Disputed, MovementState.Succeeded)]
    [TestCase("PARTIALLY_REFUNDED", null, PaymentStatus.PartiallyRefunded, MovementState.Succeeded)]
    [TestCase("REFUNDED", null, PaymentStatus.Refunded, MovementState.Succeeded)]
    [TestCase("DECLINED", null, PaymentStatus.Failed, MovementState.Failed)]
    [TestCase("FAILED", null, PaymentStatus.Failed, MovementState.Failed)]
    [TestCase("TELEPORTED", null, PaymentStatus.Unknown, null)]
    [TestCase(null, null, PaymentStatus.Unknown, null)]
    public async Task A_capture_makes_the_order(string? status, string? reason, PaymentStatus expected, MovementState? state)
    {
        var payment = await ReadAsync(Fixture.Answer("order-captured", node =>
        {
            First(node, "captures")["status"] = status;
            First(node, "captures")["status_details"] = reason is null ? null : new JsonObject { ["reason"] = reason };
        }));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status ?? "")));
        Assert.That(payment.Facts.OfType<CapturedFact>().SingleOrDefault()?.State, Is.EqualTo(state));
    }

    [TestCase("ECHECK", PaymentAttention.None)]
    [TestCase("TRANSACTION_APPROVED_AWAITING_FUNDING", PaymentAttention.None)]
    [TestCase("REFUNDED", PaymentAttention.None)]
    [TestCase("INTERNATIONAL_WITHDRAWAL", PaymentAttention.MerchantAccount)]
    [TestCase("RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", PaymentAttention.MerchantAccount)]
    [TestCase("UNILATERAL", PaymentAttention.MerchantAccount)]
    [TestCase("VERIFICATION_REQUIRED", PaymentAttention.MerchantAccount)]
    [TestCase("PENDING_REVIEW", PaymentAttention.Review)]
    [TestCase("DECLINED_BY_RISK_FRAUD_FILTERS", PaymentAttention.Review)]
    [TestCase("OTHER", PaymentAttention.Review)]
    [TestCase("BUYER_COMPLAINT", PaymentAttention.Review)]
    [TestCase("CHARGEBACK", PaymentAttention.Review)]
    [TestCase("A_NEW_REASON", PaymentAttention.None)]
    public async Task A_capture_waits_for(string reason, PaymentAttention expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-captured", node =>
        {
            First(node, "captures")["status"] = "PENDING";
            First(node, "captures")["status_details"] = new JsonObject { ["reason"] = reason };
        }));
        Assert.That(payment.Attention, Is.EqualTo(expected));
    }

    [TestCase("CREATED", PaymentStatus.Authorized, MovementState.Succeeded)]
    [TestCase("PENDING", PaymentStatus.Processing, MovementState.Pending)]
    [TestCase("PARTIALLY_CAPTURED", PaymentStatus.Authorized, MovementState.Succeeded)]
    [TestCase("CAPTURED", PaymentStatus.Completed, MovementState.Succeeded)]
    [TestCase("DENIED", PaymentStatus.Failed, MovementState.Failed)]
    [TestCase("VOIDED", PaymentStatus.Cancelled, MovementState.Reversed)]
    [TestCase("EXPIRED", PaymentStatus.Expired, MovementState.Reversed)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown, null)]
    public async Task A_hold_makes_the_order(string status, PaymentStatus expected, MovementState? state)
    {
        var payment = await ReadAsync(Fixture.Answer("order-authorized", node => First(node, "authorizations")["status"] = status));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
        Assert.That(payment.Facts.OfType<AuthorizedFact>().SingleOrDefault()?.State, Is.EqualTo(state));
    }

    [TestCase("2026-10-30T00:00:00Z", PaymentStatus.Expired)]
    [TestCase("2026-10-30T00:00:01Z", PaymentStatus.Cancelled)]
    [TestCase("2026-10-29T19:00:00-07:00", PaymentStatus.Cancelled)]
    [TestCase("soon", PaymentStatus.Cancelled)]
    [TestCase(null, PaymentStatus.Cancelled)]
    public async Task A_hold_that_was_voided_after_its_time_has_expired(string? end, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-authorized", node =>
        {
            First(node, "authorizations")["status"] = "VOIDED";
            First(node, "authorizations")["expiration_time"] = end;
        }));
        Assert.That(payment.Status, Is.EqualTo(expected));
    }

    [TestCase("COMPLETED", "REFUNDED", PaymentStatus.PartiallyRefunded)]
    [TestCase("REFUNDED", "REFUNDED", PaymentStatus.Refunded)]
    [TestCase("COMPLETED", "DECLINED", PaymentStatus.Completed)]
    [TestCase("COMPLETED", "PENDING", PaymentStatus.Completed)]
    [TestCase("COMPLETED", "TELEPORTED", PaymentStatus.Completed)]
    [TestCase("PENDING", "DECLINED", PaymentStatus.Processing)]
    [TestCase("PENDING", "TELEPORTED", PaymentStatus.Unknown)]
    [TestCase("DECLINED", "FAILED", PaymentStatus.Failed)]
    public async Task Of_two_captures(string first, string second, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-captured", node =>
        {
            var captures = node["purchase_units"]![0]!["payments"]!["captures"]!.AsArray();
            captures.Add(captures[0]!.DeepClone());
            (captures[0]!["status"], captures[1]!["status"], captures[1]!["id"]) = (first, second, "2GG279541U471931P");
        }));
        Assert.That(payment.Status, Is.EqualTo(expected));
    }

    [TestCase(false, "COMPLETED", PaymentStatus.Authorized)]
    [TestCase(true, "COMPLETED", PaymentStatus.Completed)]
    [TestCase(false, "PARTIALLY_REFUNDED", PaymentStatus.PartiallyRefunded)]
    public async Task A_hold_that_was_captured_in_part_is_open_until_the_last_capture(bool isFinal, string status, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-authorized", node =>
        {
            First(node, "authorizations")["status"] = "PARTIALLY_CAPTURED";
            var capture = JsonNode.Parse(Fixture.Answer("capture-of-hold"))!;
            (capture["final_capture"], capture["status"]) = (isFinal, status);
            node["purchase_units"]![0]!["payments"]!["captures"] = new JsonArray(capture);
        }));
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((expected, (Money?)Requests.Total, (Money?)new Money(8m, "USD"))));
    }

    [TestCase("DECLINED", true, PaymentStatus.Authorized)]
    [TestCase("FAILED", true, PaymentStatus.Authorized)]
    [TestCase("DECLINED", false, PaymentStatus.Authorized)]
    [TestCase("PENDING", false, PaymentStatus.Authorized)]
    [TestCase("PENDING", true, PaymentStatus.Completed)]
    [TestCase("COMPLETED", false, PaymentStatus.Authorized)]
    [TestCase("COMPLETED", true, PaymentStatus.Completed)]
    [TestCase("REFUNDED", false, PaymentStatus.PartiallyRefunded)]
    public async Task A_capture_that_failed_closes_no_hold(string second, bool isFinal, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-authorized", node =>
        {
            First(node, "authorizations")["status"] = "PARTIALLY_CAPTURED";
            var (taken, other) = (JsonNode.Parse(Fixture.Answer("capture-of-hold"))!, JsonNode.Parse(Fixture.Answer("capture-of-hold"))!);
            (other["id"], other["status"], other["final_capture"], other["amount"]!["value"]) = ("2GG279541U471931P", second, isFinal, "12.00");
            node["purchase_units"]![0]!["payments"]!["captures"] = new JsonArray(taken, other);
        }));
        Assert.That(payment.Status, Is.EqualTo(expected));
    }

    [TestCase("COMPLETED", RefundStatus.Completed)]
    [TestCase("PENDING", RefundStatus.Pending)]
    [TestCase("FAILED", RefundStatus.Failed)]
    [TestCase("CANCELLED", RefundStatus.Cancelled)]
    [TestCase("TELEPORTED", RefundStatus.Unknown)]
    [TestCase(null, RefundStatus.Unknown)]
    public async Task A_refund_is(string? status, RefundStatus expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetRefund, Fixture.Answer("refund", node => node["status"] = status));
        var refund = await paypal.Provider.GetRefundAsync(new RefundReference(Requests.Payment) { RefundId = Requests.RefundId });
        Assert.That((refund.Status, refund.ProviderStatus), Is.EqualTo((expected, status ?? "")));
    }

    [TestCase("OPEN", null, DisputeStatus.NeedsResponse)]
    [TestCase("WAITING_FOR_SELLER_RESPONSE", null, DisputeStatus.NeedsResponse)]
    [TestCase("WAITING_FOR_BUYER_RESPONSE", null, DisputeStatus.UnderReview)]
    [TestCase("UNDER_REVIEW", null, DisputeStatus.UnderReview)]
    [TestCase("OTHER", null, DisputeStatus.Unknown)]
    [TestCase("RESOLVED", "RESOLVED_BUYER_FAVOUR", DisputeStatus.Lost)]
    [TestCase("RESOLVED", "RESOLVED_SELLER_FAVOUR", DisputeStatus.Won)]
    [TestCase("RESOLVED", "RESOLVED_WITH_PAYOUT", DisputeStatus.Won)]
    [TestCase("RESOLVED", "CANCELED_BY_BUYER", DisputeStatus.Closed)]
    [TestCase("RESOLVED", "ACCEPTED", DisputeStatus.Lost)]
    [TestCase("RESOLVED", "DENIED", DisputeStatus.Won)]
    [TestCase("RESOLVED", "NONE", DisputeStatus.Closed)]
    [TestCase("RESOLVED", "A_NEW_OUTCOME", DisputeStatus.Closed)]
    [TestCase("RESOLVED", null, DisputeStatus.Closed)]
    [TestCase("RESOLVED", "A_NEW_OUTCOME", DisputeStatus.Lost, PaymentStatus.Refunded)]
    [TestCase("RESOLVED", null, DisputeStatus.Lost, PaymentStatus.Refunded)]
    [TestCase("RESOLVED", "CANCELED_BY_BUYER", DisputeStatus.Closed, PaymentStatus.Refunded)]
    [TestCase("A_NEW_STATUS", null, DisputeStatus.Unknown)]
    public void A_dispute_is(string status, string? outcome, DisputeStatus expected, PaymentStatus payment = PaymentStatus.Completed)
    {
        var read = new Payment { Reference = Requests.Payment, Status = payment, ProviderStatus = "", Amount = Requests.Total, CreatedAt = TestClock.Start };
        var dispute = PayPalAnswers.Dispute(
            new PayPalDispute { DisputeId = "PP-D-1", Status = status, DisputeOutcome = new PayPalOutcome { OutcomeCode = outcome } }, read, null);
        Assert.That((dispute.Status, dispute.ProviderStatus), Is.EqualTo((expected, status)));
    }

    [TestCase("paypal", null, PaymentMethod.DigitalWallet)]
    [TestCase("venmo", null, PaymentMethod.DigitalWallet)]
    [TestCase("apple_pay", null, PaymentMethod.DigitalWallet)]
    [TestCase("google_pay", null, PaymentMethod.DigitalWallet)]
    [TestCase("card", "CREDIT", PaymentMethod.CreditCard)]
    [TestCase("card", "DEBIT", PaymentMethod.DebitCard)]
    [TestCase("card", "PREPAID", PaymentMethod.Card)]
    [TestCase("card", "STORE", PaymentMethod.Card)]
    [TestCase("card", "UNKNOWN", PaymentMethod.Card)]
    [TestCase("card", null, PaymentMethod.Card)]
    [TestCase("token", null, PaymentMethod.Other)]
    [TestCase("bancontact", null, PaymentMethod.BankTransfer)]
    [TestCase("blik", null, PaymentMethod.BankTransfer)]
    [TestCase("eps", null, PaymentMethod.BankTransfer)]
    [TestCase("ideal", null, PaymentMethod.BankTransfer)]
    [TestCase("mybank", null, PaymentMethod.BankTransfer)]
    [TestCase("p24", null, PaymentMethod.BankTransfer)]
    [TestCase("trustly", null, PaymentMethod.BankTransfer)]
    [TestCase("giropay", null, PaymentMethod.BankTransfer)]
    [TestCase("sofort", null, PaymentMethod.BankTransfer)]
    [TestCase("bank", null, PaymentMethod.BankTransfer)]
    [TestCase("a_new_one", null, PaymentMethod.Other)]
    public async Task A_source_is(string key, string? type, PaymentMethod expected)
    {
        var payment = await ReadAsync(Fixture.Answer("order-captured", node => node["payment_source"] = new JsonObject
        {
            [key] = new JsonObject { ["type"] = type, ["brand"] = "VISA", ["last_digits"] = "1111", ["name"] = "Jenny Rosen" },
        }));
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, expected is PaymentMethod.Card && type is not null ? $"card/{type}" : key)));
        Assert.That(payment.Card?.Last4, Is.EqualTo(key == "card" ? "1111" : null));
        Assert.That(payment.ToString(), Does.Not.Contain("Rosen"));
    }
}
