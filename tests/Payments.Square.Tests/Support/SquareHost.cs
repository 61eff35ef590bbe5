using Microsoft.Extensions.DependencyInjection;

namespace Payments.Square.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class SquareHost(Action<SquareOptions>? configure = null) : ProviderHost<SquareOptions>("square", "https://connect.squareup.com", payments =>
    payments.AddSquare(options =>
    {
        options.AccessToken = "EAAA-token";
        options.LocationId = "L1";
        options.WebhookSubscriptions.Add(new SquareWebhookSubscription { NotificationUrl = new Uri(Webhooks.Url), SignatureKeys = { Webhooks.Key } });
        configure?.Invoke(options);
    }))
{
    /// <summary>The next call and its answer.</summary>
    public SquareHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect(call, answer, status, headers: headers);
        return this;
    }

    /// <summary>The next call and an error as its answer.</summary>
    public SquareHost OnError(string call, string code, string category = "INVALID_REQUEST_ERROR", int status = 400) =>
        On(call, Error(code, category), status);

    public static string Error(string code, string category = "INVALID_REQUEST_ERROR") =>
        $$"""{"errors":[{"category":"{{category}}","code":"{{code}}","detail":"Words of Square's."}]}""";
}
