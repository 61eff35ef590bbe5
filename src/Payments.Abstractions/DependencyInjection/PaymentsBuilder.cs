using Microsoft.Extensions.DependencyInjection;

namespace Payments;

internal sealed class PaymentsBuilder(IServiceCollection services, PaymentRegistrations registrations) : IPaymentsBuilder
{
    public IServiceCollection Services => services;

    public IPaymentsBuilder AddProvider(string name, Func<IServiceProvider, string, IPaymentProvider> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        if (name.Length > 50 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_'))
            throw new ArgumentException($"The name '{name}' of a payment provider is 1 to 50 of a-z 0-9 - _, since it stands in addresses, labels and keys.", nameof(name));
        if (!registrations.TryAdd(name))
            return this;

        services.AddKeyedSingleton<IPaymentProvider>(name, (provider, _) => PaymentPipeline.Wrap(provider, create(provider, name), registrations.Middleware));
        return this;
    }

    public IPaymentsBuilder Use(Func<IServiceProvider, IPaymentProvider, IPaymentProvider> middleware, PaymentPipelineStage stage = PaymentPipelineStage.Host)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        registrations.Add(new PaymentMiddleware(stage, middleware));
        return this;
    }
}

/// <summary>What was registered, in order. Lives in the service collection as an instance, so that every AddPayments() finds the same.</summary>
internal sealed class PaymentRegistrations
{
    private readonly List<string> _names = [];
    private readonly List<PaymentMiddleware> _middleware = [];

    internal IReadOnlyList<string> Names => _names;

    internal IReadOnlyList<PaymentMiddleware> Middleware => _middleware;

    internal bool TryAdd(string name)
    {
        if (_names.Contains(name))
            return false;
        _names.Add(name);
        return true;
    }

    internal void Add(PaymentMiddleware middleware) => _middleware.Add(middleware);
}
