using System.Net;
using System.Reflection;

namespace Payments.Abstractions.Tests;

/// <summary>An exception's message holds codes and ids, never the provider's words.</summary>
internal sealed class ContractExceptionTests
{
    private static readonly PaymentError Error = new()
    {
        Kind = PaymentErrorKind.Declined, Code = PaymentErrorCode.InsufficientFunds, ProviderCode = "insufficient_funds", ProviderMessage = "PROVIDERWORDS jane@example.com",
        PayerMessage = "PAYERWORDS Jane", RequestId = "req_1", HttpStatus = HttpStatusCode.PaymentRequired,
    };

    // Every constructor of every exception of the family that takes an error.
    private static IEnumerable<TestCaseData> Constructors =>
        from type in typeof(PaymentException).Assembly.GetExportedTypes()
        where typeof(PaymentException).IsAssignableFrom(type)
        from constructor in type.GetConstructors()
        where constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(PaymentError))
        select new TestCaseData(constructor).SetArgDisplayNames(type.Name);

    [TestCaseSource(nameof(Constructors))]
    public void Message_does_not_repeat_the_providers_words(ConstructorInfo constructor)
    {
        var reference = PaymentReference.From("stripe", "pi_1");
        var arguments = constructor.GetParameters().Select(parameter => Argument(parameter, reference)).ToArray();
        var exception = (PaymentException)constructor.Invoke(arguments);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exception.ToString(), Does.Not.Contain("WORDS").And.Not.Contain("jane").IgnoreCase);
            Assert.That(exception.Message, Does.StartWith("It failed.").And.Contain("insufficient_funds").And.Contain("402").And.Contain("req_1"));
            Assert.That(exception.Data, Is.Empty);
            Assert.That(exception.Error, Is.SameAs(Error));
            Assert.That(exception.Payment, Is.SameAs(reference));
            Assert.That(exception.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        }
    }

    [Test]
    public void The_family_is_complete() =>
        Assert.That(
            typeof(PaymentException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(PaymentException))).Select(type => type.Name),
            Is.SupersetOf(
            [
                nameof(PaymentRequestException), nameof(PaymentAuthenticationException), nameof(PaymentNotFoundException), nameof(PaymentConflictException),
                nameof(PaymentRateLimitedException), nameof(PaymentProviderUnavailableException), nameof(PaymentOutcomeUnknownException),
                nameof(PaymentOperationNotSupportedException), nameof(WebhookVerificationException),
            ]));

    [Test]
    public void Our_own_refusals_were_never_sent()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new PaymentRequestException("No.").Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(new PaymentConflictException("No.", PaymentErrorCode.InProgress).Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(new PaymentOperationNotSupportedException("toss", PaymentOperations.Find, "Use the dashboard.").Message, Is.EqualTo("toss does not support Find. Use the dashboard."));
            Assert.That(new WebhookVerificationException("No.").Error.Code, Is.EqualTo(PaymentErrorCode.InvalidSignature));
            Assert.That(new PaymentRequestException("No.").Error.Kind, Is.EqualTo(PaymentErrorKind.InvalidRequest));
        }
    }

    // Whoever forgets to set it must not be read as 'nothing happened'.
    [Test]
    public void An_outcome_that_nobody_set_is_unknown() => Assert.That(default(PaymentOutcome), Is.EqualTo(PaymentOutcome.Unknown));

    private static object? Argument(ParameterInfo parameter, PaymentReference reference) =>
        parameter.ParameterType == typeof(string) ? "It failed."
        : parameter.ParameterType == typeof(PaymentError) ? Error
        : parameter.ParameterType == typeof(PaymentOutcome) ? PaymentOutcome.Unknown
        : parameter.ParameterType == typeof(PaymentReference) ? reference
        : null;
}
