using System.Security.Cryptography.X509Certificates;

namespace Payments.Samples.Web.Hosting;

/// <summary>Trust in the sample's own certificate and in no other, for payers who come from this process.</summary>
internal sealed class LocalTrust(X509Certificate2 certificate)
{
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
