namespace Payments;

/// <summary>Shorthands over <see cref="IPaymentProvider"/>.</summary>
public static class PaymentProviderExtensions
{
    /// <summary>Where a payment stands.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The status.</returns>
    public static async Task<PaymentStatus> GetPaymentStatusAsync(
        this IPaymentProvider provider, PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return (await provider.GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false)).Status;
    }

    /// <summary>Verifies and resolves a webhook in one step, for hosts that keep no inbox.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The webhook as it came in.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The events.</returns>
    /// <exception cref="WebhookVerificationException">It must not be believed.</exception>
    public static async Task<IReadOnlyList<PaymentEvent>> ProcessWebhookAsync(
        this IPaymentProvider provider, WebhookRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var webhook = await provider.VerifyWebhookAsync(request, cancellationToken).ConfigureAwait(false);
        return await provider.ResolveWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the provider can do something.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="operations">One or more operations.</param>
    /// <returns>True when every one is supported.</returns>
    public static bool Supports(this IPaymentProvider provider, PaymentOperations operations)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.Capabilities.Supports(operations);
    }

    /// <summary>An optional feature of the provider, or the middleware that wraps it.</summary>
    /// <typeparam name="T">The type that is looked for.</typeparam>
    /// <param name="provider">The provider.</param>
    /// <returns>The object, or null.</returns>
    public static T? GetService<T>(this IPaymentProvider provider)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(provider);
        return (T?)provider.GetService(typeof(T));
    }
}
