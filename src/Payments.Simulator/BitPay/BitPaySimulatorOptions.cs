namespace Payments.Simulator;

/// <summary>What the simulator of BitPay can be told.</summary>
public sealed class BitPaySimulatorOptions : SimulatorOptions
{
    /// <summary>The token of the POS facade. Default: <c>pos-simulator-token</c>.</summary>
    public string PosToken { get; set; } = "pos-simulator-token";

    /// <summary>The token of the merchant facade. Default: <c>merchant-simulator-token</c>.</summary>
    public string MerchantToken { get; set; } = "merchant-simulator-token";

    /// <summary>
    /// The private key on secp256k1 that the merchant token was paired with, as 64 hexadecimal digits: requests with that token have to be signed by it. Default: one
    /// that everybody knows.
    /// </summary>
    public string PrivateKey { get; set; } = "1e99423a4ed27608a15a2616a2b0e9e52ced330ac530edcc32c8ffc6a526aedd";

    /// <summary>How many confirmations an invoice needs that does not say so: <c>high</c>, <c>medium</c> or <c>low</c>. Default: <c>medium</c>.</summary>
    public string TransactionSpeed { get; set; } = "medium";

    /// <summary>Whether webhooks are signed. Default: true.</summary>
    public bool SignsWebhooks { get; set; } = true;
}
