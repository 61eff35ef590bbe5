using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Who may call: client credentials for a token, the token for everything else.</summary>
internal sealed class PayPalAccess(PayPalSimulatorOptions options, Func<string, int, string> newId)
{
    private readonly Dictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>How many tokens were given out.</summary>
    public int Issued { get; private set; }

    /// <summary>Ends every token at once.</summary>
    public void Revoke() => _ends.Clear();

    /// <summary>The token call.</summary>
    public SimulatedResponse Issue(SimulatedRequest request)
    {
        if (!string.Equals(request.Header("Authorization"), "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")), StringComparison.Ordinal))
            return Refuse(401, "invalid_client", "Client Authentication failed");
        if (request.Fields.GetValueOrDefault("grant_type") is not "client_credentials")
            return Refuse(400, "unsupported_grant_type", "Grant Type is NULL");
        var token = newId("A21AA", 40);
        _ends[token] = options.TimeProvider.GetUtcNow() + options.TokenLifetime;
        Issued++;
        return SimulatedResponse.Json(200, new JsonObject
        {
            ["scope"] = "https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/payments/refund",
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["app_id"] = "APP-SIMULATOR",
            ["expires_in"] = (long)options.TokenLifetime.TotalSeconds,
            ["nonce"] = $"{options.TimeProvider.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}{newId("", 16)}",
        });
    }

    /// <summary>The refusal of a request without a token that is good now; null for a good one.</summary>
    public SimulatedResponse? Check(SimulatedRequest request)
    {
        var words = request.Header("Authorization")?.Split(' ', 2) ?? [];
        if (words is ["Bearer", var token] && _ends.TryGetValue(token, out var end) && options.TimeProvider.GetUtcNow() < end)
            return null;
        return words.Length == 0
            ? PayPalRefusal.Answer(401, issue: null, request.RequestId!)
            : Refuse(401, "invalid_token", "Token signature verification failed");
    }

    // The errors of OAuth have a form of their own.
    private static SimulatedResponse Refuse(int status, string error, string description) =>
        SimulatedResponse.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
