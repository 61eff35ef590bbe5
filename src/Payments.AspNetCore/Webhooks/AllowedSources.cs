using System.Collections.Frozen;
using System.Net;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>Which addresses the webhooks of each registration may come from.</summary>
internal sealed class AllowedSources
{
    private readonly FrozenDictionary<string, WebhookSources> _sources;

    /// <summary>Reads them, once, at start.</summary>
    /// <exception cref="FormatException">One of them is neither an address nor a network.</exception>
    /// <exception cref="InvalidOperationException">They are of a registration that is not there, so that they would protect nothing.</exception>
    internal AllowedSources(PaymentEndpointOptions options, IPaymentProviderFactory providers)
    {
        _sources = options.WebhookSources.ToFrozenDictionary(entry => entry.Key, entry => new WebhookSources(entry.Value), StringComparer.OrdinalIgnoreCase);
        var unknown = _sources.Keys.FirstOrDefault(name => !providers.ProviderNames.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            throw new InvalidOperationException(
                $"{nameof(PaymentEndpointOptions)}.{nameof(PaymentEndpointOptions.WebhookSources)} names '{unknown}', and no provider of that name is registered. "
                + $"Registered: {string.Join(", ", providers.ProviderNames)}.");
        }
    }

    internal bool Allow(string provider, IPAddress? address) => !_sources.TryGetValue(provider, out var sources) || sources.Allows(address);
}
