namespace Payments.Http.Tests;

internal sealed class ProviderRulesOfAmountsTests
{
    private static readonly PaymentReference Bare = PaymentReference.From("acme", "p1");

    private static PaymentReference Known(decimal amount) => Bare.With(new Payment
    {
        Reference = Bare, Status = PaymentStatus.RequiresConfirmation, ProviderStatus = "", Amount = new Money(amount, "KRW"), CreatedAt = default,
    });

    [Test]
    public void The_amount_to_confirm_is_the_shop_s_own_or_what_is_known()
    {
        Assert.That(ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Bare, Amount = new Money(5m, "KRW") }), Is.EqualTo(new Money(5m, "KRW")));
        Assert.That(ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Known(5) }), Is.EqualTo(new Money(5m, "KRW")));
        Assert.That(ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Known(5), Amount = new Money(5.0m, "KRW") }), Is.EqualTo(new Money(5m, "KRW")));
        Assert.That(ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Known(0), Amount = new Money(5m, "KRW") }), Is.EqualTo(new Money(5m, "KRW")));
    }

    [Test]
    public void An_amount_that_nobody_knows_or_another_one_is_refused()
    {
        Assert.That(() => ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Bare }), Throws.TypeOf<PaymentRequestException>().With.Message.Contains("Amount"));
        foreach (var other in new[] { new Money(6m, "KRW"), new Money(5m, "USD") })
        {
            var refused = Assert.Throws<PaymentConflictException>(() => ProviderRules.AmountToConfirm(new ConfirmPaymentRequest { Payment = Known(5), Amount = other }))!;
            Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.NeverSent)));
        }
    }

    // Left are 100, of them 40 free of tax.
    [TestCase(50, 20, 20)]
    [TestCase(50, 0, 0)]
    [TestCase(50, 40, 40)]
    [TestCase(80, 20, 20)]
    [TestCase(100, null, 40)]
    [TestCase(100, 40, 40)]
    [TestCase(50, 41, null)]
    [TestCase(80, 19, null)]
    [TestCase(50, null, null)]
    public void The_tax_free_part_of_a_refund_is_said_or_leaves_no_choice(int amount, int? said, int? expected)
    {
        var request = new RefundRequest { Payment = Bare, Tax = said is null ? null : new PaymentTax { TaxFree = new Money(said.Value, "KRW") } };
        Money Part() => ProviderRules.TaxFreeOf(request, new Money(amount, "KRW"), new Money(100, "KRW"), new Money(40, "KRW"));
        if (expected is { } part)
            Assert.That(Part(), Is.EqualTo(new Money(part, "KRW")));
        else
            Assert.That(Part, Throws.TypeOf<PaymentRequestException>().With.Message.Contains("Tax.TaxFree"));
    }

    [TestCase(0, 0)]
    [TestCase(100, 50)]
    public void Where_all_or_nothing_is_free_of_tax_nothing_has_to_be_said(int leftTaxFree, int expected) => Assert.That(
        ProviderRules.TaxFreeOf(new RefundRequest { Payment = Bare }, new Money(50, "KRW"), new Money(100, "KRW"), new Money(leftTaxFree, "KRW")),
        Is.EqualTo(new Money(expected, "KRW")));
}
