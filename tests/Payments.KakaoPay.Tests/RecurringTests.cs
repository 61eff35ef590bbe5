namespace Payments.KakaoPay.Tests;

/// <summary>A recurring key is charged without the payer.</summary>
public class RecurringTests
{
    private static KakaoPayHost Host() => new(options => options.Cid = "TCSUBSCRIP");

    [Test]
    public async Task A_key_is_charged_at_once()
    {
        using var kakao = Host();
        kakao.On("subscription", Fixture.Answer("approval-money"));
        var payment = await kakao.Provider.CreatePaymentAsync(Requests.Recurring());
        kakao.AssertSent("subscription");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentStatus.Completed, PaymentMethod.DigitalWallet, "MONEY")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("kakaopay:T1234567890123456789?order=A-1002"));
            Assert.That((payment.CapturedAmount, payment.TransactionId), Is.EqualTo(((Money?)Requests.Won(11000), "A5678901234567890123")));
            Assert.That(payment.NextAction, Is.Null);
            Assert.That(payment.ToString(), Does.Not.Contain("S1234567890123456789"));
        });
    }

    [Test]
    public async Task The_first_payment_brings_the_key_and_a_read_does_not_lose_it()
    {
        using var kakao = Host();
        kakao.On("approve", Fixture.Answer("approval-money")).On("order", Fixture.Answer("order-paid"));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(new PaymentReference("kakaopay", Requests.Tid, "A-1002"), Requests.Won(11000)));
        Assert.That(payment.GetRecurringKey()!.Value.Reveal(), Is.EqualTo("S1234567890123456789"));
        Assert.That(payment.ToString(), Does.Not.Contain("S1234567890123456789"));
        var read = await kakao.Provider.GetPaymentAsync(payment);
        Assert.That(read.GetRecurringKey()!.Value.Reveal(), Is.EqualTo("S1234567890123456789"));
    }

    // The memory reads a payment when it likes, and keeps an answer's time: this read began before the approval was kept.
    [Test]
    public async Task A_read_that_overlaps_the_approval_does_not_erase_the_key()
    {
        using var kakao = Host();
        kakao.On("ready", Fixture.Answer("ready")).On("approve", Fixture.Answer("approval-money", approval => approval["partner_order_id"] = "A-1001")).On("order", Fixture.Answer("order-paid"));
        var created = await kakao.Provider.CreatePaymentAsync(Requests.Page());
        var approved = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(created));
        var read = await kakao.Provider.GetPaymentAsync(created);
        Assert.That(read.ProviderState, Is.Null);

        var facts = PaymentFactSet.Empty;
        foreach (var (payment, seconds) in new[] { (created, 0), (approved, 5), (read, 6) })
            facts = facts.Add(new SnapshotFact(payment, IsAnswer: true) { AsOf = KakaoPayHost.AnsweredAt.AddSeconds(seconds) });
        Assert.That(PaymentFold.Compute(created, facts).Payment.GetRecurringKey()!.Value.Reveal(), Is.EqualTo("S1234567890123456789"));
    }

    [TestCase("LACK_BALANCE", PaymentErrorCode.InsufficientFunds)]
    [TestCase("8326", PaymentErrorCode.LimitExceeded)]
    public async Task A_refused_charge_is_an_answer(string reason, PaymentErrorCode expected)
    {
        using var kakao = Host();
        kakao.Refuse("subscription", -782, reason);
        var payment = await kakao.Provider.CreatePaymentAsync(Requests.Recurring());
        Assert.That((payment.Status, payment.Error!.Code, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Failed, expected, (string?)null)));
        Assert.That(payment.Amount, Is.EqualTo(Requests.Won(11000)));
    }

    [TestCase(-751, PaymentErrorCode.NotPermitted)]
    [TestCase(-752, PaymentErrorCode.LimitExceeded)]
    public async Task A_key_that_the_payer_ended_or_used_up_is_a_decline(long code, PaymentErrorCode expected)
    {
        using var kakao = Host();
        kakao.Refuse("subscription", code);
        var payment = await kakao.Provider.CreatePaymentAsync(Requests.Recurring());
        Assert.That((payment.Status, payment.Error!.Code), Is.EqualTo((PaymentStatus.Failed, expected)));
    }

    [Test]
    public async Task Without_the_payer_s_id_nothing_is_sent()
    {
        using var kakao = Host();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.CreatePaymentAsync(Requests.Recurring(customerId: null))))!;
        Assert.That(refused.Message, Does.Contain("set CustomerId"));
        Assert.That(kakao.Calls, Is.Zero);
    }

    // Another id than at the key's issue is refused, so that one which would not be taken today is named as it was.
    [TestCase("jenny@example.com")]
    [TestCase("01012345678")]
    public async Task The_payer_of_a_key_is_named_as_when_it_was_issued(string customerId)
    {
        using var kakao = Host();
        kakao.On("subscription", Fixture.Answer("approval-money", approval => approval["partner_user_id"] = customerId));
        await kakao.Provider.CreatePaymentAsync(Requests.Recurring(customerId));
        Assert.That(kakao.Sent, Does.Contain($"\"partner_user_id\":\"{customerId}\""));
    }

    [Test]
    public async Task What_a_recurring_charge_cannot_carry_is_refused()
    {
        using var kakao = Host();
        PaymentRequest[] requests =
        [
            Requests.Recurring(tax: new PaymentTax { Vat = Requests.Won(100) }),
            new() { Amount = Requests.Won(1), OrderId = "A-1", CustomerId = "u", PaymentToken = "S1", Method = PaymentMethod.Card },
            new() { Amount = Requests.Won(1), OrderId = "A-1", CustomerId = "u", PaymentToken = "S1", Installments = 3 },
            new() { Amount = Requests.Won(1), OrderId = "A-1", CustomerId = "u", PaymentToken = "S1", Extras = [new KakaoPayPaymentExtras()] },
        ];
        foreach (var request in requests)
            Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.CreatePaymentAsync(request)))!.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        Assert.That(kakao.Calls, Is.Zero);
    }

    [Test]
    public async Task A_charge_without_a_clear_answer_is_not_repeated()
    {
        using var kakao = Host();
        kakao.Refuse("subscription", -1, status: 500);
        Assert.That(
            async () => await kakao.Provider.CreatePaymentAsync(Requests.Recurring()),
            Throws.TypeOf<PaymentOutcomeUnknownException>());
        Assert.That(kakao.Calls, Is.EqualTo(1));
    }

    [TestCase("""{"tid":"T1234567890123456789","amount":{"total":11000}}""", "T1234567890123456789")]
    [TestCase("""{"aid":"A1","tid":"T1234567890123456789"}""", "T1234567890123456789")]
    [TestCase("""{"aid":"A1","amount":{"total":11000}}""", null)]
    public async Task A_charge_whose_answer_is_incomplete_can_be_read_by_its_tid(string answer, string? tid)
    {
        using var kakao = Host();
        kakao.On("subscription", answer);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => kakao.Provider.CreatePaymentAsync(Requests.Recurring())))!;
        Assert.That((thrown.Payment, thrown.Error.Code), Is.EqualTo((new PaymentReference("kakaopay", tid, "A-1002"), PaymentErrorCode.InvalidResponse)));
    }

    [Test]
    public async Task A_charge_that_could_not_be_undone_can_be_read_by_its_tid()
    {
        using var kakao = Host();
        kakao.On("subscription", Fixture.Answer("approval-money", approval => approval["amount"]!["total"] = 12000)).Refuse("cancel", -784);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => kakao.Provider.CreatePaymentAsync(Requests.Recurring())))!;
        Assert.That(thrown.Payment, Is.EqualTo(new PaymentReference("kakaopay", "T1234567890123456789", "A-1002")));
    }

    [Test]
    public async Task A_charge_of_another_amount_is_undone()
    {
        using var kakao = Host();
        kakao.On("subscription", Fixture.Answer("approval-money", approval => approval["amount"]!["total"] = 12000)).On("cancel", Fixture.Answer("cancel"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.CreatePaymentAsync(Requests.Recurring())))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        kakao.AssertAllCalled();
    }
}
