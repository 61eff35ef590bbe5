namespace Payments.BitPay.Tests;

/// <summary>A key pair of the merchant facade, the same in every run; made and checked with openssl 3.</summary>
internal static class Keys
{
    public const string Hex = "1e99423a4ed27608a15a2616a2b0e9e52ced330ac530edcc32c8ffc6a526aedd";

    /// <summary>As <c>openssl ec -pubout -conv_form compressed</c> gives it.</summary>
    public const string Public = "03f028892bad7ed57d2fb57bf33081d5cfcf6f9ed3d3d7f159c2e2fff579dc341a";

    /// <summary>The same private key in PEM, written by openssl.</summary>
    public const string Pem = """
        -----BEGIN EC PRIVATE KEY-----
        MHQCAQEEIB6ZQjpO0nYIoVomFqKw6eUs7TMKxTDtzDLI/8alJq7doAcGBSuBBAAK
        oUQDQgAE8CiJK61+1X0vtXvzMIHVz89vntPT1/FZwuL/9XncNBoHzzPaGL1zTGAL
        lqcrvEdJ1RQckOyKwyiuUt3+LlBb2w==
        -----END EC PRIVATE KEY-----
        """;
}
