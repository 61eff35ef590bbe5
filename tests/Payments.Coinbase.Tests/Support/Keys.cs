using System.Security.Cryptography;
using System.Text;

namespace Payments.Coinbase.Tests;

/// <summary>A CDP key, the same in every run.</summary>
internal static class Keys
{
    public const string Id = "organizations/7f5b/apiKeys/1c2d";

    public static ECDsa Ecdsa { get; } = ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = SHA256.HashData(Encoding.UTF8.GetBytes("payments-coinbase-tests")),
    });

    public static string Secret { get; } = Ecdsa.ExportECPrivateKeyPem();
}
