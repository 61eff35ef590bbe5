using System.Globalization;
using Microsoft.Extensions.Options;

namespace Payments.Http;

/// <summary>The ends of the secrets in a registration's options.</summary>
internal sealed class OptionsSecrets<TOptions>(string registration, IOptionsMonitor<TOptions> options) : IExpiringSecretSource
    where TOptions : ProviderHttpOptions
{
    public IEnumerable<ExpiringSecret> Secrets => options.Get(registration).RotatingSecrets.Select((secret, index) =>
        new ExpiringSecret(registration, "webhook_secret", index.ToString(CultureInfo.InvariantCulture), secret.NotAfter));
}
