using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Payments.Http;
using Payments.Security;

namespace Payments.PayPal;

/// <summary>
/// The public keys that sign webhooks, each downloaded once and kept for a day at most. Where a message says that a certificate is, it only chooses among
/// PayPal's own hosts; what is downloaded has to be PayPal's by its name and its chain.
/// </summary>
internal sealed class PayPalCertificates(PayPalOptions options, ProviderHttpClient http, TimeProvider time)
{
    private readonly PayPalHosts _hosts = PayPalDefaults.HostsOf(options.Environment);

    // Only what is good stays here, so that nobody can fill it with names of his own.
    private readonly ConcurrentDictionary<string, Lazy<Task<Key>>> _keys = new(StringComparer.Ordinal);

    private sealed record Key(InstancePool<RSA> Instances, DateTimeOffset ValidUntil);

    /// <summary>The key that a message names, ready for use: making one takes several times as long as checking a signature with it.</summary>
    /// <param name="url">The address in the message.</param>
    /// <param name="takesSimulator">
    /// Whether the events of PayPal's Webhooks Simulator are wanted, which come with a live certificate in the sandbox too.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key, and whether it is only good for such events.</returns>
    /// <exception cref="WebhookVerificationException">It names no certificate of PayPal's.</exception>
    /// <exception cref="PaymentProviderUnavailableException">The certificate could not be had now.</exception>
    internal async ValueTask<(InstancePool<RSA> Instances, bool IsSimulatorOnly)> KeyOfAsync(string url, bool takesSimulator, CancellationToken cancellationToken)
    {
        var hosts = _hosts;
        if (!TryParse(url, hosts, out var host, out var id) && !(takesSimulator && TryParse(url, hosts = PayPalDefaults.Live, out host, out id)))
            throw ProviderWebhooks.Refused(
                $"{PayPalDefaults.CertificateUrlHeader} names no certificate of PayPal's {options.Environment} environment", PaymentErrorCode.InvalidSignature);
        var name = $"{host}/{id}";
        if (_keys.TryGetValue(name, out var kept) && kept.Value.IsCompletedSuccessfully)
        {
            if (kept.Value.Result is { } key && key.ValidUntil > time.GetUtcNow())
                return (key.Instances, hosts != _hosts);
            _keys.TryRemove(KeyValuePair.Create(name, kept));
        }

        var entry = EntryOf(name, host, id, hosts.SignerName);
        try
        {
            return ((await entry.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).Instances, hosts != _hosts);
        }
        catch when (entry.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            _keys.TryRemove(KeyValuePair.Create(name, entry));
            throw;
        }
    }

    /// <summary>Takes an address apart, if it is one of a certificate at exactly one of the hosts. Nothing else of it is used.</summary>
    internal static bool TryParse(string url, PayPalHosts hosts, [NotNullWhen(true)] out string? host, [NotNullWhen(true)] out string? id)
    {
        (host, id) = (null, null);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || !address.IsDefaultPort
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0 || !hosts.CertificateHosts.Contains(address.Host))
            return false;
        var path = address.AbsolutePath;
        if (!path.StartsWith(PayPalDefaults.CertificatesPath, StringComparison.Ordinal))
            return false;
        var last = path[PayPalDefaults.CertificatesPath.Length..];
        if (last.Length is 0 or > 128 || !last.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return false;
        (host, id) = (address.Host, last);
        return true;
    }

    private Lazy<Task<Key>> EntryOf(string name, string host, string id, string signerName) =>
        _keys.GetOrAdd(name, _ => new Lazy<Task<Key>>(() => Task.Run(() => DownloadAsync(host, id, signerName))));

    private async Task<Key> DownloadAsync(string host, string id, string signerName)
    {
        // A proxy or a simulator has the certificates as well; whether PayPal's own API at another name has them is not said anywhere.
        var foreign = options.BaseAddress is { } api && !PayPalDefaults.IsOwn(api) ? api : null;
        var response = await http.SendAsync(new ProviderRequest
        {
            Method = HttpMethod.Get,
            BaseAddress = options.WebhookCertificateAddress ?? foreign ?? new Uri(Uri.UriSchemeHttps + Uri.SchemeDelimiter + host),
            Path = PayPalDefaults.CertificatesPath + ProviderPath.Segment(id),
            Kind = ProviderCallKind.Read,
            Deadline = PayPalDefaults.CertificateTimeout,
            MaxResponseBytes = PayPalDefaults.MaxCertificateBytes,
        }).ConfigureAwait(false);
        if (response.Error is { Kind: PaymentErrorKind.NotFound })
            throw ProviderWebhooks.Refused("PayPal has no certificate of the name that the message gives", PaymentErrorCode.InvalidSignature);
        if (response.Error is { } error)
            throw Unavailable(error);

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(response.Body.Span));
            if (certificates.Count == 0)
                throw Unavailable(new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.InvalidResponse });
            return Check(certificates, signerName);
        }
        catch (CryptographicException)
        {
            throw Unavailable(new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.InvalidResponse });
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    // The first is the signer's; the others help to build the chain.
    private Key Check(X509Certificate2Collection certificates, string signerName)
    {
        var signer = certificates[0];
        var now = time.GetUtcNow();
        var (notBefore, notAfter) = (new DateTimeOffset(signer.NotBefore), new DateTimeOffset(signer.NotAfter));
        if (now < notBefore || now > notAfter)
            throw Untrusted("is not valid at this time: check the clock");
        if (!signer.MatchesHostname(signerName, allowWildcards: false, allowCommonName: true))
            throw Untrusted($"is not made out to {signerName}");
        if (!IsTrusted(signer, certificates, now))
            throw Untrusted("does not lead to a root that is trusted: check the machine's roots, or WebhookCertificateRoots");
        using var key = signer.GetRSAPublicKey() ?? throw Untrusted("has no RSA key");
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var daily = now + PayPalDefaults.CertificateLifetime;
        return new Key(new InstancePool<RSA>(() => RSA.Create(parameters)), notAfter < daily ? notAfter : daily);
    }

    private bool IsTrusted(X509Certificate2 signer, X509Certificate2Collection others, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.UtcDateTime;
        policy.RevocationMode = options.CheckWebhookCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        policy.UrlRetrievalTimeout = PayPalDefaults.CertificateTimeout;
        policy.ExtraStore.AddRange(others);
        if (options.WebhookCertificateRoots.Count > 0)
        {
            // PayPal sends its own certificate alone, so that those between are fetched; with roots of one's own nothing is.
            policy.DisableCertificateDownloads = true;
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            foreach (var root in options.WebhookCertificateRoots)
                policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(root));
        }

        try
        {
            return chain.Build(signer);
        }
        finally
        {
            foreach (var root in policy.CustomTrustStore)
                root.Dispose();
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private static WebhookVerificationException Untrusted(string reason) =>
        ProviderWebhooks.Refused($"the certificate that signed it {reason}", PaymentErrorCode.InvalidSignature);

    private PaymentProviderUnavailableException Unavailable(PaymentError error) => new(
        $"{http.Registration}: the certificate that signed a webhook could not be downloaded, so that it cannot be checked now.",
        error with { Kind = PaymentErrorKind.Unavailable, Retry = PaymentRetry.SameRequest },
        PaymentOutcome.Refused);
}
