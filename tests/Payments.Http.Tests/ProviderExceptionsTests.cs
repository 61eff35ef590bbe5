namespace Payments.Http.Tests;

public sealed class ProviderExceptionsTests
{
    [TestCase(null, "a charge differs")]
    [TestCase("P9", "the charge 'P9' differs")]
    public void A_charge_that_stays_is_named_in_the_message_and_never_in_the_payment(string? charge, string says)
    {
        var payment = new PaymentReference("test", null, "A-1");
        var cause = new PaymentConflictException("no", PaymentErrorCode.InvalidState);
        var thrown = ProviderExceptions.NotUndone("test", payment, cause, charge);
        Assert.That(thrown.Message, Does.Contain(says));
        Assert.That((thrown.Outcome, thrown.Payment, thrown.InnerException), Is.EqualTo((PaymentOutcome.Unknown, payment, cause)));
    }
}
