using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

public class ConfirmTests
{
    private static Task<Payment> ConfirmAsync(PayPalHost paypal, ConfirmPaymentRequest? request = null) =>
        paypal.Provider.ConfirmPaymentAsync(request ?? Requests.Confirmation());

    private static string Captured(Action<JsonObject> change) =>
        Fixture.Answer("order-captured", node => change(node["purchase_units"]![0]!["payments"]!["captures"]![0]!.AsObject()));

    [Test]
    public async Task An_approved_order_is_captured()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Fixture.Answer("order-captured"), 201);

        var payment = await ConfirmAsync(paypal);

        paypal.AssertSent("confirm");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "COMPLETED")));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount, payment.TransactionId), Is.EqualTo(((Money?)Requests.Total, (Money?)new Money(0m, "USD"), Requests.CaptureId)));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Taken));
            Assert.That(payment.Facts.OfType<CapturedFact>().Single().State, Is.EqualTo(MovementState.Succeeded));
            Assert.That(payment.ToString(), Does.Not.Contain("payer@example.com"));
        });
    }

    [Test]
    public async Task An_order_to_be_held_is_authorized()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved", node => node["intent"] = "AUTHORIZE")).On(Requests.AuthorizeOrder, Fixture.Answer("order-authorized"), 201);
        var payment = await ConfirmAsync(paypal);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus, payment.CaptureMode), Is.EqualTo((PaymentStatus.Authorized, "CREATED", CaptureMode.Manual)));
            Assert.That((payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo(((Money?)Requests.Total, (Money?)new Money(0m, "USD"))));
            Assert.That(payment.Reference.GetRelated("authorization"), Is.EqualTo(Requests.HoldId));
        });
    }

    [TestCase("DECLINED", null, PaymentStatus.Failed, PaymentAttention.None)]
    [TestCase("FAILED", null, PaymentStatus.Failed, PaymentAttention.None)]
    [TestCase("PENDING", "ECHECK", PaymentStatus.Processing, PaymentAttention.None)]
    [TestCase("PENDING", "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", PaymentStatus.Processing, PaymentAttention.MerchantAccount)]
    [TestCase("PENDING", "UNILATERAL", PaymentStatus.Processing, PaymentAttention.MerchantAccount)]
    [TestCase("MOVED", null, PaymentStatus.Unknown, PaymentAttention.None)]
    public async Task A_completed_order_is_no_proof_of_money(string status, string? reason, PaymentStatus expected, PaymentAttention attention)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Captured(capture =>
        {
            capture["status"] = status;
            capture["status_details"] = new JsonObject { ["reason"] = reason };
            capture["processor_response"] = new JsonObject { ["response_code"] = "5120" };
        }), 201);
        var payment = await ConfirmAsync(paypal);
        Assert.That((payment.Status, payment.ProviderStatus, payment.Attention), Is.EqualTo((expected, status, attention)));
        Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(0m, "USD")));
        Assert.That(payment.Error?.Code, Is.EqualTo(expected is PaymentStatus.Failed ? PaymentErrorCode.InsufficientFunds : null));
    }

    [Test]
    public async Task A_short_answer_is_enough()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Fixture.Answer("order-captured", node =>
        {
            foreach (var name in new[] { "intent", "create_time", "update_time", "payer" })
                node.AsObject().Remove(name);
            foreach (var name in new[] { "amount", "custom_id", "payee" })
                node["purchase_units"]![0]!.AsObject().Remove(name);
        }), 201);
        var payment = await ConfirmAsync(paypal);
        Assert.That((payment.Status, payment.Amount, payment.CapturedAmount, payment.Reference.OrderId), Is.EqualTo((PaymentStatus.Completed, Requests.Total, (Money?)Requests.Total, "A-1001")));
    }

    [Test]
    public async Task A_declined_instrument_sends_the_payer_back()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Fixture.Answer("declined"), 422);
        var payment = await ConfirmAsync(paypal);
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T"))));
            Assert.That((payment.Error!.Kind, payment.Error.ProviderCode, payment.Error.RequestId), Is.EqualTo((PaymentErrorKind.Declined, "INSTRUMENT_DECLINED", "req_1")));
        });
    }

    [TestCase("INSTRUMENT_DECLINED")]
    [TestCase("PAYER_CANNOT_PAY")]
    [TestCase("TRANSACTION_REFUSED")]
    public async Task Another_decline_is_the_end_of_the_attempt(string issue)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Requests.Error(issue), 422);
        var payment = await ConfirmAsync(paypal);
        Assert.That((payment.Status, payment.NextAction, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.Failed, (NextAction?)null, issue)));
    }

    [TestCase("CAPTURE", Requests.CaptureOrder)]
    [TestCase("AUTHORIZE", Requests.AuthorizeOrder)]
    public async Task Each_confirmation_is_a_new_attempt_under_whatever_key(string intent, string call)
    {
        var approved = Fixture.Answer("order-approved", node => node["intent"] = intent);
        using var paypal = new PayPalHost();
        for (var i = 0; i < 2; i++)
        {
            paypal.On(Requests.GetOrder, approved).On(call, Fixture.Answer("declined"), 422);
            await ConfirmAsync(paypal, Requests.Confirmation(key: "key-c"));
        }

        Assert.That(paypal.KeyOf(4), Is.Not.EqualTo(paypal.KeyOf(2)), "an approved order does not tell of an earlier decline, and PayPal would answer with it again");
    }

    [Test]
    public async Task What_is_repeated_by_itself_is_the_same_attempt()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, "", 503).On(Requests.CaptureOrder, Fixture.Answer("order-captured"), 200);
        Assert.That((await ConfirmAsync(paypal, Requests.Confirmation(key: "key-c"))).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(paypal.KeyOf(3), Is.EqualTo(paypal.KeyOf(2)));
    }

    [TestCase("ORDER_ALREADY_CAPTURED")]
    [TestCase("ORDER_ALREADY_COMPLETED")]
    [TestCase("ORDER_ALREADY_AUTHORIZED")]
    [TestCase("ORDER_COMPLETED_OR_VOIDED")]
    [TestCase("ORDER_COMPLETION_IN_PROGRESS")]
    [TestCase("ACTION_DOES_NOT_MATCH_INTENT")]
    public async Task Who_comes_second_reads_what_the_first_has_done(string issue)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Requests.Error(issue), 422).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        Assert.That((await ConfirmAsync(paypal)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task What_another_call_has_captured_must_be_what_was_asked_for()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Requests.Error("ORDER_ALREADY_CAPTURED"), 422)
            .On(Requests.GetOrder, Captured(capture => capture["amount"]!["value"] = "19.00"));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => ConfirmAsync(paypal));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(paypal.ApiCalls, Is.EqualTo(3), "nothing is undone that this call did not do");
    }

    [Test]
    public async Task What_still_runs_is_asked_for_later()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Requests.Error("ORDER_COMPLETION_IN_PROGRESS"), 422)
            .On(Requests.GetOrder, Fixture.Answer("order-approved"));
        var failed = await Assert.CatchAsync<PaymentException>(() => ConfirmAsync(paypal));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.InProgress));
    }

    [Test]
    public async Task An_order_that_is_paid_already_is_only_read()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured"));
        Assert.That((await ConfirmAsync(paypal)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    [Test]
    public async Task An_order_that_is_not_approved_is_left_alone()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-new"));
        Assert.That((await ConfirmAsync(paypal)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    private static readonly TestCaseData[] Differences =
    [
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["amount"]!["value"] = "2.00"), "asked for"),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["amount"]!["currency_code"] = "EUR"), "asked for"),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["custom_id"] = "A-1002"), "another order id"),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payee"]!["merchant_id"] = "OTHER45678901"), "another merchant"),
    ];

    [TestCaseSource(nameof(Differences))]
    public async Task An_order_that_differs_is_not_captured(Action<JsonNode> change, string expected)
    {
        using var paypal = new PayPalHost(options => options.MerchantId = "SMLATR2345678");
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved", change));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => ConfirmAsync(paypal));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(failed.Message, Does.Contain(expected));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    [Test]
    public async Task A_return_from_another_order_is_refused()
    {
        using var paypal = new PayPalHost();
        var failed = await Assert.ThrowsAsync<PaymentRequestException>(() => ConfirmAsync(paypal, Requests.Confirmation(token: "7AB12345CD678901E")));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [Test]
    public async Task A_return_without_a_query_is_no_less_good()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Fixture.Answer("order-captured"), 201);
        Assert.That((await ConfirmAsync(paypal, Requests.Confirmation(token: null))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase(201, 3)]
    [TestCase(200, 2)]
    public async Task A_charge_that_differs_is_taken_back_by_the_call_that_made_it(int status, int calls)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Captured(capture => capture["amount"]!["value"] = "19.00"), status)
            .On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => ConfirmAsync(paypal));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(paypal.ApiCalls, Is.EqualTo(calls));
    }

    [Test]
    public async Task A_hold_that_differs_is_voided()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved", node => node["intent"] = "AUTHORIZE"))
            .On(Requests.AuthorizeOrder, Fixture.Answer("order-authorized", node => node["purchase_units"]![0]!["payments"]!["authorizations"]![0]!["amount"]!["value"] = "21.00"), 201)
            .On(Requests.VoidHold, "", 204);
        await Assert.ThrowsAsync<PaymentConflictException>(() => ConfirmAsync(paypal));
        paypal.AssertAllCalled();
    }

    [Test]
    public async Task A_charge_that_could_not_be_taken_back_is_said()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-approved")).On(Requests.CaptureOrder, Captured(capture => capture["amount"]!["value"] = "19.00"), 201)
            .On(Requests.RefundCapture, Requests.Error("REFUND_FAILED_INSUFFICIENT_FUNDS"), 422);
        var failed = await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => ConfirmAsync(paypal));
        Assert.That(failed!.Message, Does.Contain("dashboard"));
    }

    [Test]
    public async Task What_is_missing_is_named()
    {
        using var paypal = new PayPalHost();
        var noAmount = await Assert.ThrowsAsync<PaymentRequestException>(() => ConfirmAsync(paypal, new ConfirmPaymentRequest { Payment = Requests.Payment }));
        var noId = await Assert.ThrowsAsync<PaymentRequestException>(() => ConfirmAsync(paypal, new ConfirmPaymentRequest { Payment = new PaymentReference("paypal", null, "A-1001"), Amount = Requests.Total }));
        Assert.That(noAmount!.Message, Does.Contain("Amount"));
        Assert.That(noId!.Message, Does.Contain("PaymentId"));
        Assert.That(paypal.Calls, Is.Zero);
    }
}
