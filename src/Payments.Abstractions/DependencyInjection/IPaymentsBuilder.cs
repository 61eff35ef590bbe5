using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>What <c>AddPayments()</c> returns; each provider package adds itself to it.</summary>
public interface IPaymentsBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Adds a registration: a keyed <see cref="IPaymentProvider"/> singleton wrapped in the pipeline. Adding a name again changes nothing, so that
    /// a provider's own <c>Add…</c> is safe to call twice.
    /// </summary>
    /// <param name="name">The registration's name: lower-case letters, digits, <c>-</c> and <c>_</c>, at most 50.</param>
    /// <param name="create">Makes the bare provider, once, at first use.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    IPaymentsBuilder AddProvider(string name, Func<IServiceProvider, string, IPaymentProvider> create);

    /// <summary>Puts middleware around every provider. Within a stage, the first that is added is the outermost.</summary>
    /// <param name="middleware">Wraps a provider.</param>
    /// <param name="stage">Where in the pipeline.</param>
    /// <returns>This builder.</returns>
    IPaymentsBuilder Use(Func<IServiceProvider, IPaymentProvider, IPaymentProvider> middleware, PaymentPipelineStage stage = PaymentPipelineStage.Host);
}

/// <summary>The places in the pipeline that others fill, from the outside in.</summary>
public enum PaymentPipelineStage
{
    /// <summary>After the checks of the request's shape, before the payment is looked up: the audit of intents and outcomes.</summary>
    Audit,

    /// <summary>After the payment is looked up and the amount is known: may this caller do it.</summary>
    Access,

    /// <summary>The host's own, outside of idempotency and the payment memory.</summary>
    Host,
}
