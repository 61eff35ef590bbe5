namespace Payments.Http;

/// <summary>The message of one attempt.</summary>
internal static class AttemptMessage
{
    private static readonly string UserAgent = "Payments.Http/" + (typeof(AttemptMessage).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>A fresh message, so that an attempt's credentials and signature do not meet those of the one before.</summary>
    internal static HttpRequestMessage Create(ProviderOperation operation, HttpRequestMessage carrier)
    {
        var request = operation.Request;
        var message = new HttpRequestMessage(request.Method, operation.Address);

        // A write without a body gets an empty one: it tells when it is sent, and keeps the handler from re-sending it on a stale connection.
        if (request.Body is not null || request.BodyOfAttempt is not null || request.Kind == ProviderCallKind.Write)
            message.Content = new TrackedContent(operation, request.Body);

        // What the host put onto the named client.
        foreach (var (name, values) in carrier.Headers.NonValidated)
            message.Headers.TryAddWithoutValidation(name, values);
        if (request.OwnHeaders is { } own)
        {
            foreach (var (name, value) in own)
                Set(message, name, value);
        }

        if (!message.Headers.NonValidated.Contains("User-Agent"))
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (!message.Headers.NonValidated.Contains("Accept"))
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
        return message;
    }

    /// <summary>Refuses what would fail on the way out, when it could no longer be told from a failure of the network.</summary>
    internal static void Check(HttpRequestMessage message)
    {
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
                    throw new PaymentRequestException($"The header '{name}' holds a character that cannot be sent; check the key or id that goes into it.");
            }
        }
    }

    private static void Set(HttpRequestMessage message, string name, string value)
    {
        if (message.Headers.TryAddWithoutValidation(name, value))
            return;
        message.Content?.Headers.Remove(name);
        if (message.Content?.Headers.TryAddWithoutValidation(name, value) != true)
            throw new PaymentRequestException($"The header '{SafeText.Code(name)}' cannot be sent with this call.");
    }
}
