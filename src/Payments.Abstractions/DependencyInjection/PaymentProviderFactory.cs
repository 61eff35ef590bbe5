using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Payments;

internal sealed class PaymentProviderFactory(IServiceProvider services, PaymentRegistrations registrations) : IPaymentProviderFactory
{
    public IReadOnlyList<string> ProviderNames => registrations.Names;

    public IPaymentProvider GetProvider(string name) => TryGetProvider(name, out var provider)
        ? provider
        : throw new ArgumentException(
            $"No payment provider '{name}' is registered. Registered: {(ProviderNames.Count == 0 ? "none" : string.Join(", ", ProviderNames))}.", nameof(name));

    public bool TryGetProvider(string name, [NotNullWhen(true)] out IPaymentProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(name);
        var registered = ProviderNames.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        provider = registered is null ? null : services.GetRequiredKeyedService<IPaymentProvider>(registered);
        return provider is not null;
    }
}
