namespace Payments.Toss.Tests;

public class CancelTests
{
    private const string Read = "GET /v1/payments/pk_1";
    private const string Cancel = "POST /v1/payments/pk_1/cancel";

    private static CancelRequest Request(PaymentReference? payment = null, string? reason = "changed their mind") =>
        new() { Payment = payment ?? Requests.Paid, Reason = reason, IdempotencyKey = "cancel-1" };

    private static string Cancelled() => Fixture.Answer("waiting", answer => (answer["status"], answer["balanceAmount"]) = ("CANCELED", 0));

    [Test]
    public async Task A_deposit_that_is_waited_for_is_cancelled_without_an_amount_or_an_account()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting")).On(Cancel, Cancelled());
        var payment = await toss.Provider.CancelPaymentAsync(Request());
        Assert.Multiple(() =>
        {
            Assert.That(toss.Sent, Does.EndWith(Cancel + "\n  {\"cancelReason\":\"changed their mind\"}"));
            Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Cancelled, new Money(0, "KRW"), new Money(0, "KRW"))));
            Assert.That(payment.Facts, Is.Empty, "nothing was paid, so nothing is given back");
        });
    }

    [Test]
    public async Task A_reason_is_always_sent_and_is_cut()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting")).On(Cancel, Cancelled()).On(Read, Fixture.Answer("waiting")).On(Cancel, Cancelled());
        await toss.Provider.CancelPaymentAsync(Request(reason: null));
        await toss.Provider.CancelPaymentAsync(Request(reason: new string('r', 201)));
        Assert.That(toss.Sent, Does.Contain("Cancelled by the merchant").And.Contain($"\"{new string('r', 200)}\""));
    }

    [TestCase("READY")]
    [TestCase("IN_PROGRESS")]
    [TestCase("ABORTED")]
    public async Task What_holds_no_money_is_given_up_without_a_call(string status)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("ready", answer => answer["status"] = status));
        var payment = await toss.Provider.CancelPaymentAsync(Request());
        Assert.That((payment.Status, payment.NextAction, payment.Error), Is.EqualTo((PaymentStatus.Cancelled, (NextAction?)null, (PaymentError?)null)));
    }

    [Test]
    public async Task What_nobody_has_opened_is_given_up_too()
    {
        using var toss = new TossHost();
        toss.Fails("GET /v1/payments/orders/A-1001", "NOT_FOUND_PAYMENT", 404);
        Assert.That((await toss.Provider.CancelPaymentAsync(Request(Requests.Known(PaymentStatus.RequiresAction)))).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase("done", null, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("partial", null, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("done", "teleported", PaymentErrorCode.InvalidState)]
    public async Task Money_that_was_taken_is_never_given_back_by_a_cancel(string answer, string? status, PaymentErrorCode code)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer(answer, body => body["status"] = status ?? (string)body["status"]!));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.CancelPaymentAsync(Request())))!;
        Assert.That((conflict.Error.Code, conflict.Outcome, toss.Calls), Is.EqualTo((code, PaymentOutcome.NeverSent, 1)));
    }

    [Test]
    public async Task What_is_cancelled_or_expired_already_is_a_success()
    {
        using var toss = new TossHost();
        toss.On(Read, Cancelled()).On(Read, Fixture.Answer("waiting", answer => answer["virtualAccount"]!["expired"] = true));
        Assert.That((await toss.Provider.CancelPaymentAsync(Request())).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That((await toss.Provider.CancelPaymentAsync(Request())).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [TestCase("ALREADY_CANCELED_PAYMENT", 400)]
    [TestCase("NOT_CANCELABLE_PAYMENT", 403)]
    [TestCase("FAILED_INTERNAL_SYSTEM_PROCESSING", 500)]
    public async Task A_refusal_or_a_failure_is_a_success_if_the_payment_has_ended(string code, int status)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting")).Fails(Cancel, code, status).On(Read, Cancelled());
        Assert.That((await toss.Provider.CancelPaymentAsync(Request())).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [Test]
    public async Task A_deposit_that_came_in_between_is_a_conflict()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting")).Fails(Cancel, "INVALID_REFUND_ACCOUNT_INFO").On(Read, Fixture.Answer("done"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.CancelPaymentAsync(Request())))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task After_a_failure_that_did_nothing_it_is_tried_again_under_another_key()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting")).Fails(Cancel, "PROVIDER_ERROR").On(Read, Fixture.Answer("waiting")).On(Cancel, Cancelled());
        Assert.That((await toss.Provider.CancelPaymentAsync(Request())).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(toss.KeyOf(3), Is.Not.EqualTo(toss.KeyOf(1)));
    }

    [Test]
    public async Task What_goes_on_failing_is_unknown()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting"));
        for (var i = 0; i < 3; i++)
            toss.Fails(Cancel, "PROVIDER_ERROR").On(Read, Fixture.Answer("waiting"));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.CancelPaymentAsync(Request()));
    }
}
