namespace Payments.Simulator;

/// <summary>What Adyen calls its reasons of a refusal.</summary>
internal static class AdyenRefusals
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["2"] = "Refused", ["3"] = "Referral", ["4"] = "Acquirer Error", ["5"] = "Blocked Card", ["6"] = "Expired Card", ["7"] = "Invalid Amount",
        ["8"] = "Invalid Card Number", ["9"] = "Issuer Unavailable", ["10"] = "Not supported", ["11"] = "3D Not Authenticated", ["12"] = "Not enough balance",
        ["14"] = "Acquirer Fraud", ["15"] = "Cancelled", ["16"] = "Shopper Cancelled", ["17"] = "Invalid Pin", ["18"] = "Pin tries exceeded",
        ["20"] = "FRAUD", ["23"] = "Transaction Not Permitted", ["24"] = "CVC Declined", ["25"] = "Restricted Card", ["26"] = "Revocation Of Auth",
        ["28"] = "Withdrawal amount exceeded", ["31"] = "Issuer Suspected Fraud", ["32"] = "AVS Declined", ["38"] = "Authentication required",
        ["42"] = "3DS Authentication Error",
    };

    public static string WordsOf(string? code) => Words.GetValueOrDefault(code ?? "2", "Refused");
}
