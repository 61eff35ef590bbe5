namespace Payments.Simulator;

/// <summary>What the Kakao Pay simulator can be told before it starts.</summary>
public sealed class KakaoPaySimulatorOptions : SimulatorOptions
{
    /// <summary>The secret key that is accepted. Default: <c>DEV_SIMULATOR_KEY</c>.</summary>
    public string SecretKey { get; set; } = "DEV_SIMULATOR_KEY";

    /// <summary>The merchant code that is accepted. Default: <c>TC0ONETIME</c>; with <c>TCSUBSCRIP</c> an approval brings a recurring key.</summary>
    public string Cid { get; set; } = "TC0ONETIME";

    /// <summary>The merchant code's secret, which is then wanted in every call. Default: null, for none.</summary>
    public string? CidSecret { get; set; }

    /// <summary>The domains that are registered for return addresses. Default: none, which takes every domain.</summary>
    public IList<string> Domains { get; } = [];

    /// <summary>How long the payer has. Default: 15 minutes, as integrators have seen it; Kakao Pay does not say.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(15);
}
