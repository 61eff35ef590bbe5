using System.Reflection;
using System.Runtime.CompilerServices;

namespace Payments.Abstractions.Tests;

/// <summary>The base of a provider supports nothing, and says so for every operation of the interface.</summary>
internal sealed class ContractProviderTests
{
    private static readonly Dictionary<string, PaymentOperations> Operations = new(StringComparer.Ordinal)
    {
        [nameof(IPaymentProvider.CreatePaymentAsync)] = PaymentOperations.Create,
        [nameof(IPaymentProvider.ConfirmPaymentAsync)] = PaymentOperations.Confirm,
        [nameof(IPaymentProvider.GetPaymentAsync)] = PaymentOperations.Get,
        [nameof(IPaymentProvider.FindPaymentsAsync)] = PaymentOperations.Find,
        [nameof(IPaymentProvider.CapturePaymentAsync)] = PaymentOperations.Capture,
        [nameof(IPaymentProvider.CancelPaymentAsync)] = PaymentOperations.Cancel,
        [nameof(IPaymentProvider.RefundPaymentAsync)] = PaymentOperations.Refund,
        [nameof(IPaymentProvider.GetRefundAsync)] = PaymentOperations.GetRefund,
        [nameof(IPaymentProvider.VerifyWebhookAsync)] = PaymentOperations.Webhooks,
        [nameof(IPaymentProvider.ResolveWebhookAsync)] = PaymentOperations.Webhooks,
    };

    private static IEnumerable<TestCaseData> Methods =>
        typeof(IPaymentProvider).GetMethods().Where(method => typeof(Task).IsAssignableFrom(method.ReturnType))
            .Select(method => new TestCaseData(method).SetArgDisplayNames(method.Name));

    [TestCaseSource(nameof(Methods))]
    public void Operation_that_is_not_overridden_is_not_supported(MethodInfo method)
    {
        var arguments = method.GetParameters()
            .Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : RuntimeHelpers.GetUninitializedObject(parameter.ParameterType));
        var task = (Task)method.Invoke(new Bare(), [.. arguments])!;

        Assert.That(task.IsFaulted, Is.True);
        var exception = task.Exception!.InnerException as PaymentOperationNotSupportedException;
        Assert.That(exception, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exception!.Operation, Is.EqualTo(Operations[method.Name]));
            Assert.That(exception.Provider, Is.EqualTo("bare"));
            Assert.That(exception.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That((exception.Error.Kind, exception.Error.Code, exception.Error.Retry), Is.EqualTo((PaymentErrorKind.NotSupported, PaymentErrorCode.NotSupported, PaymentRetry.No)));
            Assert.That(exception.Message, Does.Contain("bare").And.Contain(Operations[method.Name].ToString()));
        }
    }

    [Test]
    public void A_service_is_the_provider_itself_or_nothing()
    {
        var provider = new Bare();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetService<Bare>(), Is.SameAs(provider));
            Assert.That(provider.GetService<IPaymentProvider>(), Is.SameAs(provider));
            Assert.That(provider.GetService(typeof(Bare), "key"), Is.Null);
            Assert.That(provider.GetService<IDisposable>(), Is.Null);
            Assert.That(() => provider.GetService(null!), Throws.ArgumentNullException);
        }
    }

    [Test]
    public void An_operation_is_supported_when_all_of_it_is()
    {
        var provider = new Bare(PaymentOperations.Create | PaymentOperations.Refund);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.Supports(PaymentOperations.Create), Is.True);
            Assert.That(provider.Supports(PaymentOperations.Create | PaymentOperations.Refund), Is.True);
            Assert.That(provider.Supports(PaymentOperations.Refund | PaymentOperations.PartialRefund), Is.False);
            Assert.That(provider.Supports(PaymentOperations.Get), Is.False);
            Assert.That(provider.Supports(PaymentOperations.None), Is.True);
        }
    }

    [Test]
    public void Operations_are_bits_of_their_own()
    {
        var values = Enum.GetValues<PaymentOperations>().Where(value => value != PaymentOperations.None).Select(value => (int)value).ToList();
        Assert.That(values, Is.Unique.And.All.Matches<int>(System.Numerics.BitOperations.IsPow2));
    }

    [Test]
    public async Task Processing_a_webhook_verifies_before_it_resolves()
    {
        var provider = new Webhooks();
        var events = await provider.ProcessWebhookAsync(new WebhookRequest { Body = default, Headers = new Dictionary<string, string>(StringComparer.Ordinal) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events, Is.Empty);
            Assert.That(provider.Calls, Is.EqualTo(["verify", "resolve"]));
        }
    }

    [Test]
    public void A_webhook_that_is_not_believed_is_not_resolved()
    {
        var provider = new Webhooks { Refuses = true };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await provider.ProcessWebhookAsync(new WebhookRequest { Body = default, Headers = new Dictionary<string, string>(StringComparer.Ordinal) }),
                Throws.TypeOf<WebhookVerificationException>());
            Assert.That(provider.Calls, Is.EqualTo(["verify"]));
        }
    }

    private sealed class Bare(PaymentOperations operations = PaymentOperations.None) : PaymentProvider("bare")
    {
        public override PaymentProviderCapabilities Capabilities { get; } = new()
        {
            Operations = operations, Currencies = SupportedCurrencies.Of(isExhaustive: true, "USD"), PaymentMethods = new HashSet<PaymentMethod>(),
        };
    }

    private sealed class Webhooks() : PaymentProvider("webhooks")
    {
        public override PaymentProviderCapabilities Capabilities => throw new NotSupportedException();

        internal List<string> Calls { get; } = [];

        internal bool Refuses { get; init; }

        public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
        {
            Calls.Add("verify");
            return Refuses
                ? Task.FromException<VerifiedWebhook>(new WebhookVerificationException("No."))
                : Task.FromResult(new VerifiedWebhook { Provider = Name, Trust = WebhookTrust.Signed, Body = request.Body });
        }

        public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
        {
            Calls.Add("resolve");
            return Task.FromResult<IReadOnlyList<PaymentEvent>>([]);
        }
    }
}
