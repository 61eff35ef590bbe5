using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

public class CaptureAndCancelTests
{
    private static string Single(string status, Action<JsonNode>? change = null) => Fixture.Answer("payment", answer =>
    {
        answer["payment"]!["status"] = status;
        if (status == "APPROVED")
            answer["payment"]!["capabilities"] = new JsonArray("EDIT_AMOUNT_UP", "EDIT_AMOUNT_DOWN");
        change?.Invoke(answer["payment"]!);
    });

    private static string Of(int amount, string status) => Single(status, payment =>
    {
        payment["amount_money"]!["amount"] = amount;
        payment["total_money"]!["amount"] = amount;
        payment["version_token"] = "v2";
    });

    private static string Page(string state) => Fixture.Answer("order", answer => answer["order"]!["state"] = state);

    private static CaptureRequest Part(decimal amount) => new() { Payment = Requests.Single, Amount = new Money(amount, "USD"), IdempotencyKey = "key-2" };

    [Test]
    public async Task A_part_is_an_update_under_a_key_and_then_a_completion_of_what_was_seen()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).On("PUT /v2/payments/p1", Of(500, "APPROVED")).On("POST /v2/payments/p1/complete", Of(500, "COMPLETED"));
        var payment = await square.Provider.CapturePaymentAsync(Part(5m));
        square.AssertSent("capture-part");
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(5m, "USD"))));
    }

    [Test]
    public async Task The_whole_needs_no_update()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).On("POST /v2/payments/p1/complete", Single("COMPLETED"));
        var payment = await square.Provider.CapturePaymentAsync(Part(12.5m));
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(12.5m, "USD"))));
        square.AssertAllCalled();
    }

    [Test]
    public async Task A_repeat_after_the_update_only_completes()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Of(500, "APPROVED")).On("POST /v2/payments/p1/complete", Of(500, "COMPLETED"));
        Assert.That((await square.Provider.CapturePaymentAsync(Part(5m))).CapturedAmount, Is.EqualTo(new Money(5m, "USD")));
    }

    [Test]
    public async Task A_tip_stays_and_the_amount_is_lowered()
    {
        using var square = new SquareHost();
        string Tipped(int amount, string status) => Single(status, payment =>
        {
            payment["amount_money"]!["amount"] = amount;
            payment["tip_money"] = new JsonObject { ["amount"] = 250, ["currency"] = "USD" };
            payment["total_money"]!["amount"] = amount + 250;
        });
        square.On("GET /v2/payments/p1", Tipped(1000, "APPROVED")).On("PUT /v2/payments/p1", Tipped(500, "APPROVED"))
            .On("POST /v2/payments/p1/complete", Tipped(500, "COMPLETED"));
        var payment = await square.Provider.CapturePaymentAsync(Part(7.5m));
        Assert.That(square.Sent, Does.Contain("""{"amount_money":{"amount":500,"currency":"USD"},"""));
        Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(7.5m, "USD")), "the tip is taken too");
    }

    [TestCase("APPROVED", 11)]
    [TestCase("COMPLETED", 11)]
    [TestCase("CANCELED", 11)]
    [TestCase("FAILED", null)]
    [TestCase("TELEPORTED", null)]
    public async Task What_is_held_is_the_total_and_not_what_was_approved_at_first(string status, int? expected)
    {
        var known = new Payment
        {
            Reference = Requests.Single, Status = PaymentStatus.Authorized, ProviderStatus = "", Amount = new Money(10m, "USD"), CaptureMode = CaptureMode.Manual, CreatedAt = TestClock.Start,
        };
        foreach (var approved in new int?[] { 1000, null })
        {
            using var square = new SquareHost();
            square.On("GET /v2/payments/p1", Single(status, payment =>
            {
                payment["tip_money"] = new JsonObject { ["amount"] = 100, ["currency"] = "USD" };
                payment["total_money"]!["amount"] = 1100;
                payment["approved_money"] = approved is { } amount ? new JsonObject { ["amount"] = amount, ["currency"] = "USD" } : null;
            }));
            var read = await square.Provider.GetPaymentAsync(known);
            Assert.That(read.AuthorizedAmount, Is.EqualTo(expected is { } held ? new Money(held, "USD") : (Money?)null), $"approved: {approved}");
        }
    }

    [Test]
    public async Task What_cannot_be_lowered_is_refused_before_anything_changes()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED", payment => payment["capabilities"] = new JsonArray("EDIT_TIP_AMOUNT")))
            .On("GET /v2/payments/p1", Single("APPROVED"));
        var fixedAmount = (await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.CapturePaymentAsync(Part(5m))))!;
        var tooMuch = (await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.CapturePaymentAsync(Part(12.51m))))!;
        Assert.That((fixedAmount.Error.Code, tooMuch.Error.Code), Is.EqualTo((PaymentErrorCode.NotPermitted, PaymentErrorCode.AmountTooLarge)));
        Assert.That(square.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Captured_already_is_read_and_is_success_when_it_is_this_amount()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).OnError("POST /v2/payments/p1/complete", "DELAYED_TRANSACTION_CAPTURED")
            .On("GET /v2/payments/p1", Single("COMPLETED"));
        Assert.That((await square.Provider.CapturePaymentAsync(Part(12.5m))).Status, Is.EqualTo(PaymentStatus.Completed));
        square.AssertAllCalled();
    }

    [TestCase("COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("CANCELED", PaymentErrorCode.AlreadyCancelled)]
    [TestCase("FAILED", PaymentErrorCode.InvalidState)]
    [TestCase("PENDING", PaymentErrorCode.InvalidState)]
    public async Task A_wrong_state_says_which(string status, PaymentErrorCode expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single(status));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.CapturePaymentAsync(Part(5m))))!;
        Assert.That((conflict.Error.Code, conflict.Outcome, square.Calls), Is.EqualTo((expected, PaymentOutcome.Refused, 1)));
    }

    [Test]
    public async Task A_hold_that_ran_out_meanwhile_is_told_so()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).OnError("POST /v2/payments/p1/complete", "DELAYED_TRANSACTION_EXPIRED")
            .On("GET /v2/payments/p1", Single("CANCELED", payment => payment["card_details"]!["card_payment_timeline"]!["voided_at"] = "2026-11-06T00:00:00.577Z"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.CapturePaymentAsync(Part(12.5m))))!;
        Assert.That((conflict.Error.Code, conflict.Error.ProviderCode), Is.EqualTo((PaymentErrorCode.Expired, "DELAYED_TRANSACTION_EXPIRED")));
    }

    [Test]
    public async Task A_stale_version_takes_nothing()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).OnError("POST /v2/payments/p1/complete", "VERSION_MISMATCH").On("GET /v2/payments/p1", Single("APPROVED"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.CapturePaymentAsync(Part(12.5m))))!;
        Assert.That((conflict.Error.Retry, conflict.Outcome), Is.EqualTo((PaymentRetry.AfterReading, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_completion_without_a_key_is_never_repeated()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Single("APPROVED")).OnError("POST /v2/payments/p1/complete", "INTERNAL_SERVER_ERROR", "API_ERROR", 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => square.Provider.CapturePaymentAsync(Part(12.5m)));
        Assert.That(square.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_Terminal_s_payment_is_captured_under_the_checkout_s_name()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer =>
            {
                answer["checkout"]!["status"] = "COMPLETED";
                answer["checkout"]!["payment_ids"] = new JsonArray("p1");
            }))
            .On("GET /v2/payments/p1", Single("APPROVED")).On("POST /v2/payments/p1/complete", Single("COMPLETED"));
        var payment = await square.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Terminal });
        Assert.That(payment.Reference.ToString(), Is.EqualTo("square:checkout%3Ac1?order=A-1001&related.checkout=c1&related.payment=p1"));
    }

    [Test]
    public async Task A_hold_is_let_go_without_a_body()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments/p1/cancel", Single("CANCELED"));
        var payment = await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Single, Reason = "no reason is sent" });
        Assert.That((payment.Status, square.Sent), Is.EqualTo((PaymentStatus.Cancelled, "POST /v2/payments/p1/cancel")));
    }

    [TestCase("DELAYED_TRANSACTION_CANCELED", "CANCELED", null)]
    [TestCase("DELAYED_TRANSACTION_EXPIRED", "CANCELED", null)]
    [TestCase("DELAYED_TRANSACTION_CAPTURED", "COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("BAD_REQUEST", "COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("DELAYED_TRANSACTION_FAILED", "FAILED", PaymentErrorCode.InvalidState)]
    public async Task A_refused_cancellation_is_explained_by_a_read(string code, string status, PaymentErrorCode? expected)
    {
        using var square = new SquareHost();
        square.OnError("POST /v2/payments/p1/cancel", code).On("GET /v2/payments/p1", Single(status));
        Task<Payment> Cancel() => square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Single });
        if (expected is null)
            Assert.That((await Cancel()).Status, Is.EqualTo(PaymentStatus.Cancelled));
        else
            Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(Cancel))!.Error.Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_page_is_closed_after_a_look_for_payments()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Page("OPEN")).On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"))
            .On("DELETE /v2/online-checkout/payment-links/l1", """{"id":"l1","cancelled_order_id":"o1"}""");
        var payment = await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Page });
        Assert.That((payment.Status, payment.NextAction, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Cancelled, (NextAction?)null, "order:o1")));
        Assert.That(payment.AsOf, Is.EqualTo(SquareHost.AnsweredAt));
        square.AssertAllCalled();
    }

    [Test]
    public async Task The_end_of_a_page_is_later_than_what_was_read_of_it()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order", answer => answer["order"]!["updated_at"] = "2027-01-01T00:00:00.500Z"))
            .On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"))
            .On("DELETE /v2/online-checkout/payment-links/l1", """{"id":"l1","cancelled_order_id":"o1"}""");
        var payment = await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Page });
        Assert.That(payment.AsOf, Is.GreaterThan(new DateTimeOffset(2027, 1, 1, 0, 0, 0, 500, TimeSpan.Zero)));
    }

    [Test]
    public async Task A_paid_page_is_not_closed()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Page })))!;
        Assert.That(conflict.Message, Does.Contain("refund it instead"));
        Assert.That(SquareIds.PaymentsOf(conflict.Payment!), Is.EqualTo(new[] { "p2" }));
    }

    [Test]
    public async Task A_closed_page_is_a_success_without_another_call()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Page("CANCELED"));
        Assert.That((await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Page })).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [Test]
    public async Task A_page_without_its_id_says_what_is_missing()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Page("DRAFT"));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(
            () => square.Provider.CancelPaymentAsync(new CancelRequest { Payment = PaymentReference.From("square", "order:o1") })))!;
        Assert.That(refused.Message, Does.Contain("payment_link"));
    }

    [TestCase("CANCELED", PaymentStatus.Cancelled)]
    [TestCase("CANCEL_REQUESTED", PaymentStatus.Processing)]
    public async Task A_Terminal_that_is_told_to_stop_may_not_have_stopped_yet(string word, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout"))
            .On("POST /v2/terminals/checkouts/c1/cancel", Fixture.Answer("checkout", answer => answer["checkout"]!["status"] = word));
        Assert.That((await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Terminal })).Status, Is.EqualTo(expected));
    }

    [TestCase("IN_PROGRESS")]
    [TestCase("IN PROGRESS")]
    public async Task A_Terminal_that_a_payer_stands_at_is_told_to_stop_as_well(string word)
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer => answer["checkout"]!["status"] = word))
            .On("POST /v2/terminals/checkouts/c1/cancel", Fixture.Answer("checkout", answer => answer["checkout"]!["status"] = "CANCEL_REQUESTED"));
        Assert.That((await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Terminal })).ProviderStatus, Is.EqualTo("CANCEL_REQUESTED"));
    }

    [Test]
    public async Task A_page_whose_payment_is_under_way_is_not_closed()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment", answer => answer["payment"]!["status"] = "PENDING"));
        await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Page }));
        square.AssertAllCalled();
    }

    [Test]
    public async Task What_an_unknown_call_made_is_cancelled_by_its_key_and_looked_for()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments/cancel", "{}").On("GET /v2/payments", $$"""{"payments":[{{JsonNode.Parse(Single("CANCELED"))!["payment"]!.ToJsonString()}}]}""");
        var payment = await square.Provider.CancelPaymentAsync(ByKey());
        square.AssertSent("cancel-by-key");
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Cancelled, "p1")));
    }

    [Test]
    public async Task What_was_made_at_another_location_is_looked_for_there()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments/cancel", "{}").On("GET /v2/payments", $$"""{"payments":[{{JsonNode.Parse(Single("CANCELED"))!["payment"]!.ToJsonString()}}]}""");
        await square.Provider.CancelPaymentAsync(new CancelRequest
        {
            Payment = new PaymentReference("square", null, "A-1001"), Extras = [new SquareCancelExtras { CreateKey = "key-1", LocationId = "L2" }],
        });
        Assert.That(square.Sent, Does.Contain("location_id=L2").And.Not.Contain("location_id=L1"));
    }

    [Test]
    public async Task That_Square_says_yes_to_a_key_proves_nothing()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments/cancel", "{}").On("GET /v2/payments", "{}");
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => square.Provider.CancelPaymentAsync(ByKey())))!;
        Assert.That(unknown.Message, Does.Contain("do not charge again"));

        using var paid = new SquareHost();
        paid.On("POST /v2/payments/cancel", "{}").On("GET /v2/payments", $$"""{"payments":[{{JsonNode.Parse(Single("COMPLETED"))!["payment"]!.ToJsonString()}}]}""");
        await Assert.ThrowsAsync<PaymentConflictException>(() => paid.Provider.CancelPaymentAsync(ByKey()));
    }

    private static CancelRequest ByKey() => new()
    {
        Payment = new PaymentReference("square", null, "A-1001"), Extras = [new SquareCancelExtras { CreateKey = "key-1" }],
    };
}
