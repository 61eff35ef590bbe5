using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Payments.AspNetCore;

/// <summary>Says in an answer's header when a failed call may be tried again.</summary>
internal static class RetryAfter
{
    /// <summary>Sets the header, in whole seconds and at least one, where a time is known.</summary>
    internal static void Tell(HttpResponse response, PaymentError error)
    {
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
