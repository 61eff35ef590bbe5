using System.Text.Json.Nodes;

namespace Payments.NaverPay.Tests;

/// <summary>One order, and a payer who may agree in more than one window: each agreement is a payment of its own at Naver Pay.</summary>
public class WindowTests
{
    private const string Second = "20261128NP2000000001";

    /// <summary>What the memory makes of a payment that the host names by Naver Pay's id.</summary>
    private static readonly PaymentReference Named = PaymentReference.From("naverpay", Requests.PaymentId).Complete(Requests.Paid);

    /// <summary>An order that was charged in two windows.</summary>
    private static readonly PaymentReference Twice = Requests.Paid.Complete(new PaymentReference("naverpay", Second));

    private static string SecondApproval(Action<JsonNode>? change = null) => Movements.Approval(movement =>
    {
        (movement["paymentId"], movement["payHistId"], movement["admissionYmdt"]) = (Second, "H9", "20261128212500");
        change?.Invoke(movement);
    });

    private static string Failed(string paymentId) => Movements.Approval(movement => (movement["paymentId"], movement["admissionState"]) = (paymentId, "FAIL"));

    private static NaverPayHost Charged(NaverPayHost naver, params ReadOnlySpan<string> secondRefunds) => naver
        .OnHistory(Movements.Approval(), Movements.Refund(4000))
        .On("v2.2/list/history/" + Second, Movements.Page([SecondApproval(), .. secondRefunds]));

    [Test]
    public async Task A_payment_of_several_names_is_counted_once()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(), Movements.Refund(4000));
        var payment = await naver.Provider.GetPaymentAsync(Named);
        Assert.That((payment.CapturedAmount, payment.RefundedAmount, payment.Attention), Is.EqualTo(
            ((Money?)Requests.Won(11000), (Money?)Requests.Won(4000), PaymentAttention.None)));
        Assert.That(naver.Calls, Is.EqualTo(1), "A reserve is no payment.");
    }

    [Test]
    public async Task All_of_a_payment_of_several_names_is_its_amount()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).On("v1/cancel", Fixture.Answer("cancel"));
        await naver.Provider.RefundPaymentAsync(new RefundRequest { Payment = Named, Reference = "R-1" });
        Assert.That(naver.Sent, Does.Contain("cancelAmount=11000\n").And.Contain("expectedRestAmount=0"));
    }

    [Test]
    public async Task A_movement_that_is_listed_twice_is_one()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(), Movements.Refund(4000), Movements.Approval(), Movements.Refund(4000));
        var payment = await naver.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That((payment.CapturedAmount, payment.RefundedAmount, payment.Attention), Is.EqualTo(
            ((Money?)Requests.Won(11000), (Money?)Requests.Won(4000), PaymentAttention.None)));
    }

    [Test]
    public async Task A_second_window_of_a_paid_order_is_not_charged()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval());
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(Requests.Paid, paymentId: Second));
        Assert.That((payment.Status, payment.Reference), Is.EqualTo((PaymentStatus.Completed, Requests.Paid)));
        Assert.That(naver.Sent, Does.Not.Contain("apply"));
    }

    [TestCase("totalPayAmount", 12000, PaymentErrorCode.Mismatch)]
    [TestCase("admissionState", "TELEPORTED", PaymentErrorCode.InvalidState)]
    public async Task A_second_window_is_not_charged_where_the_first_took_something_else(string member, object value, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => movement[member] = JsonValue.Create(value))).OnSearch();
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm(Requests.Paid, paymentId: Second))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((expected, PaymentOutcome.NeverSent)));
        Assert.That(naver.Sent, Does.Not.Contain("apply"));
    }

    [Test]
    public async Task A_second_window_is_charged_where_the_first_took_nothing()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Failed(Requests.PaymentId)).OnSearch()
            .On("v2.2/apply/payment", $$$"""{"code":"Success","body":{"paymentId":"{{{Second}}}","detail":{{{SecondApproval()}}}}}""");
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(Requests.Paid, paymentId: Second));
        Assert.That((payment.Status, payment.Reference.GetRelated("payment")), Is.EqualTo((PaymentStatus.Completed, Second)));
    }

    [Test]
    public async Task Two_charges_are_shown_to_a_person_and_both_are_named()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch(SecondApproval(), Movements.Approval()).On("v2.2/list/history/" + Second, Movements.Page([SecondApproval()])).OnHistory(Movements.Approval());
        var payment = await naver.Provider.GetPaymentAsync(Requests.Reserved);
        Assert.That((payment.CapturedAmount, payment.Attention), Is.EqualTo(((Money?)Requests.Won(22000), PaymentAttention.Multiple)));
        Assert.That(payment.Reference.Related, Is.SupersetOf(new[] { new RelatedId("payment", Requests.PaymentId), new RelatedId("payment", Second) }));
    }

    [TestCase(5000, null, Second, 6000)]
    [TestCase(11000, null, Second, 0)]
    [TestCase(3000, Requests.PaymentId, Requests.PaymentId, 4000)]
    [TestCase(null, Requests.PaymentId, Requests.PaymentId, 0)]
    [TestCase(3000, "20261128NP1000000002", Requests.PaymentId, 4000)]
    public async Task Each_of_two_charges_is_refunded_by_itself(int? amount, string? capture, string expected, int rest)
    {
        using var naver = Charged(new NaverPayHost());
        naver.On("v1/cancel", Fixture.Answer("cancel", cancel => cancel["body"]!["paymentId"] = expected));
        await naver.Provider.RefundPaymentAsync(Refund(amount, capture));
        Assert.That(naver.Sent, Does.Contain($"  paymentId={expected}\n").And.Contain($"  expectedRestAmount={rest}"));
    }

    [Test]
    public async Task All_that_is_left_of_two_charges_is_the_one_that_has_something_left()
    {
        using var naver = Charged(new NaverPayHost(), Movements.Refund(11000, "R-0", "H10", movement => movement["paymentId"] = Second));
        naver.On("v1/cancel", Fixture.Answer("cancel"));
        await naver.Provider.RefundPaymentAsync(Refund(null, null));
        Assert.That(naver.Sent, Does.Contain($"  paymentId={Requests.PaymentId}\n  cancelAmount=7000\n"));
    }

    [TestCase(null)]
    [TestCase(12000)]
    [TestCase(18000)]
    public async Task What_one_call_cannot_give_back_names_the_payments(int? amount)
    {
        using var naver = Charged(new NaverPayHost());
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.RefundPaymentAsync(Refund(amount, null))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.AmountTooLarge, PaymentOutcome.NeverSent)));
        Assert.That(thrown.Message, Does.Contain("CaptureId").And.Contain(Requests.PaymentId).And.Contain(Second));
    }

    [Test]
    public async Task A_capture_that_is_none_of_the_payment_s_is_refused()
    {
        using var naver = Charged(new NaverPayHost());
        Assert.That(
            async () => await naver.Provider.RefundPaymentAsync(Refund(1000, "P7")),
            Throws.TypeOf<PaymentRequestException>().With.Message.Contains("CaptureId"));
    }

    [Test]
    public async Task A_refund_of_another_payment_that_is_answered_is_not_ours()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).On("v1/cancel", Fixture.Answer("cancel", cancel => cancel["body"]!["paymentId"] = Second), 409);
        Assert.That(
            (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund(5000))))!.Error.Code,
            Is.EqualTo(PaymentErrorCode.InvalidResponse));
    }

    private static RefundRequest Refund(int? amount, string? capture) => new()
    {
        Payment = Twice, Amount = amount is { } won ? Requests.Won(won) : null, CaptureId = capture, Reference = "R-1", IdempotencyKey = "key-3",
    };
}
