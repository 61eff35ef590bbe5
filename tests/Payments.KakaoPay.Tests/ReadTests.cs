namespace Payments.KakaoPay.Tests;

public class ReadTests
{
    private static async Task<Payment> ReadAsync(string answer, PaymentReference? payment = null)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", answer);
        return await kakao.Provider.GetPaymentAsync(payment ?? Requests.Bare);
    }

    [Test]
    public async Task A_payment_is_read_by_its_tid()
    {
        using var kakao = new KakaoPayHost(options => options.CidSecret = "abcdefghijkl012345678901");
        kakao.On("order", Fixture.Answer("order-paid"));
        var payment = await kakao.Provider.GetPaymentAsync(PaymentReference.From("kakaopay", Requests.Tid));
        kakao.AssertSent("order");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "SUCCESS_PAYMENT")));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Bare));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)Requests.Won(11000), (Money?)Requests.Won(0))));
            Assert.That((payment.TransactionId, payment.Method), Is.EqualTo(("A5678901234567890123", PaymentMethod.Card)));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "수협은행", Installments = 3 }));
            Assert.That(payment.ProviderState!.Value.Reveal(), Is.EqualTo("""{"partner_user_id":"user-17"}"""));
            Assert.That(payment.Facts, Is.Empty);
        });
    }

    [Test]
    public async Task What_only_the_approval_told_is_kept()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", Fixture.Answer("approval-card")).On("order", Fixture.Answer("order-paid"));
        var approved = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        var read = await kakao.Provider.GetPaymentAsync(approved);
        Assert.That((read.Method, read.Card), Is.EqualTo((PaymentMethod.DebitCard, approved.Card)));
    }

    [Test]
    public async Task Before_the_approval_nothing_is_there_but_the_status()
    {
        var payment = await ReadAsync(Fixture.Answer("order-ready"));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Method, payment.TransactionId), Is.EqualTo((PaymentStatus.RequiresAction, PaymentMethod.Unspecified, (string?)null)));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)Requests.Won(0), (Money?)Requests.Won(0))));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 21, 18, 22, TimeSpan.FromHours(9))));
        });
    }

    [Test]
    public async Task Refunds_are_listed_with_our_references()
    {
        var payment = await ReadAsync(Fixture.Answer("order-part"));
        Assert.That((payment.Status, payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Requests.Won(4000))));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(("A5678901234567890124", "R-0", RefundStatus.Completed)));
            Assert.That((refund.Amount, refund.Origin), Is.EqualTo((Requests.Won(4000), RefundOrigin.Merchant)));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.FromHours(9))));
        });
    }

    [Test]
    public async Task Where_totals_are_missing_the_movements_tell()
    {
        var part = await ReadAsync(Fixture.Answer("order-part", order => order["canceled_amount"] = null));
        Assert.That(part.RefundedAmount, Is.EqualTo(Requests.Won(4000)));
        var unclear = await ReadAsync(Fixture.Answer("order-part", order => (order["canceled_amount"], order["payment_action_details"]) = (null, null)));
        Assert.That((unclear.Status, unclear.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)null)), "How much is not guessed.");
        var all = await ReadAsync(Fixture.Answer("order-part", order => (order["status"], order["canceled_amount"], order["payment_action_details"]) = ("CANCEL_PAYMENT", null, null)));
        Assert.That((all.Status, all.RefundedAmount), Is.EqualTo((PaymentStatus.Refunded, (Money?)Requests.Won(11000))));
    }

    [Test]
    public async Task A_payment_whose_time_is_over_is_expired()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready")).Refuse("order", -723);
        var created = await kakao.Provider.CreatePaymentAsync(Requests.Page());
        var payment = await kakao.Provider.GetPaymentAsync(created);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Amount, payment.CreatedAt), Is.EqualTo((PaymentStatus.Expired, created.Amount, created.CreatedAt)));
            Assert.That(payment.NextAction, Is.Null);
        });
    }

    [Test]
    public async Task Without_a_tid_nothing_can_be_read()
    {
        using var kakao = new KakaoPayHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.GetPaymentAsync(new PaymentReference("kakaopay", null, "A-1001"))))!;
        Assert.That(refused.Message, Does.Contain("tid"));
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("<html>Bad gateway</html>")]
    public void An_answer_that_names_no_payment_is_refused(string body) =>
        Assert.That(async () => await ReadAsync(body), Throws.InstanceOf<PaymentException>().With.Property(nameof(PaymentException.Outcome)).EqualTo(PaymentOutcome.Refused));

    [Test]
    public void An_answer_of_great_depth_is_refused() =>
        Assert.That(async () => await ReadAsync("""{"tid":"T1","x":""" + new string('[', 500) + new string(']', 500) + "}"), Throws.InstanceOf<PaymentException>());

    [TestCase("""{"tid":"T1","status":"TELEPORTED","amount":{"total":1}}""", "TELEPORTED")]
    [TestCase("""{"tid":"T1","status":7}""", "7")]
    [TestCase("""{"tid":"T1","status":null,"amount":[],"canceled_amount":"x","payment_action_details":{"a":1},"selected_card_info":[1]}""", "")]
    [TestCase("""{"tid":"T1","created_at":"yesterday","approved_at":20261128,"payment_action_details":[null,7]}""", "")]
    public async Task An_unknown_status_or_shape_is_survived(string body, string raw)
    {
        var payment = await ReadAsync(body);
        Assert.That((payment.Status, payment.ProviderStatus, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Unknown, raw, (Money?)null)));
    }

    [Test]
    public async Task Numbers_may_be_texts()
    {
        var payment = await ReadAsync("""{"tid":"T1","status":"PART_CANCEL_PAYMENT","amount":{"total":"11000"},"canceled_amount":{"total":"4000"},"payment_action_details":[{"aid":9,"payment_action_type":"CANCEL","amount":"4000","payload":5}]}""");
        Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)Requests.Won(11000), (Money?)Requests.Won(4000))));
        Assert.That(payment.Facts.OfType<RefundFact>().Single().Refund, Has.Property("RefundId").EqualTo("9").And.Property("Reference").EqualTo("5"));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public async Task The_host_s_culture_changes_nothing(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
            using var kakao = new KakaoPayHost();
            kakao.On("ready", Fixture.Answer("ready"));
            var payment = await kakao.Provider.CreatePaymentAsync(Requests.Page());
            kakao.AssertSent("ready");
            Assert.That(payment.CreatedAt.UtcDateTime, Is.EqualTo(new DateTime(2026, 11, 28, 12, 18, 22)));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
