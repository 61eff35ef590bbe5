using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>Asks the policy and counts against the limits. For code of the host that guards something of its own, such as an export.</summary>
public sealed class PaymentAccess
{
    private readonly IPaymentAccessPolicy _policy;
    private readonly IPaymentLimitStore _limits;
    private readonly PaymentAccessOptions _options;
    private readonly TimeSpan _repeatWindow;
    private readonly IPaymentCaller? _caller;
    private readonly ILogger? _logger;

    /// <summary>Makes the guard.</summary>
    /// <param name="policy">Decides.</param>
    /// <param name="limits">Counts.</param>
    /// <param name="options">The limits.</param>
    /// <param name="payments">How long a repeated request is the same intention.</param>
    /// <param name="caller">Says who asks; null where nobody does.</param>
    /// <param name="logger">The application's log; null for none.</param>
    public PaymentAccess(
        IPaymentAccessPolicy policy, IPaymentLimitStore limits, PaymentAccessOptions options, PaymentsOptions payments, IPaymentCaller? caller = null,
        ILogger<PaymentAccess>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(payments);
        _policy = policy;
        _limits = limits;
        _options = options;
        _repeatWindow = payments.IdempotencyRetention;
        _caller = caller;
        _logger = logger;
    }

    /// <summary>Asks whether the caller may do it, and counts it.</summary>
    /// <param name="request">What is wanted. Without a caller in it, the current one is meant.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>A task that ends when it is allowed.</returns>
    /// <exception cref="PaymentAccessDeniedException">It is not allowed.</exception>
    public async Task DemandAsync(PaymentAccessRequest request, CancellationToken cancellationToken = default)
    {
        var uses = await EnterAsync(request, null, cancellationToken).ConfigureAwait(false);
        await LeaveAsync(request.Action, uses, counts: true).ConfigureAwait(false);
    }

    /// <summary>Asks, and reserves what the limits count. What comes back is handed to <see cref="LeaveAsync"/>.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="key">The idempotency key of the intention; null for one that cannot be repeated.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal async ValueTask<IReadOnlyList<PaymentLimitUse>> EnterAsync(PaymentAccessRequest request, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Caller is null)
            request = request with { Caller = SystemPaymentCaller.Or(_caller) };
        var decision = await _policy.DecideAsync(request, cancellationToken).ConfigureAwait(false);
        if (decision is not PaymentAccessDecision.Allowed)
            throw new PaymentAccessDeniedException(request.Action, decision, request.Payment);

        List<PaymentLimitUse>? reserved = null;
        foreach (var limit in _options.Limits)
        {
            if (!limit.Fits(request.Action, request.Caller))
                continue;
            var use = UseOf(limit, request, key);
            if (await TryReserveAsync(use, reserved, request.Action, cancellationToken).ConfigureAwait(false))
            {
                (reserved ??= []).Add(use);
                continue;
            }

            await LeaveAsync(request.Action, reserved ?? [], counts: false).ConfigureAwait(false);
            throw new PaymentAccessDeniedException(request.Action, PaymentAccessDecision.LimitReached, request.Payment);
        }

        return reserved ?? (IReadOnlyList<PaymentLimitUse>)[];
    }

    /// <summary>Settles what was reserved. A store that fails now neither hides an answer nor a failure: what it cannot release stays counted.</summary>
    internal async ValueTask LeaveAsync(PaymentAction action, IReadOnlyList<PaymentLimitUse> uses, bool counts)
    {
        foreach (var use in uses)
        {
            try
            {
                await _limits.SettleAsync(use, counts, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Tell(action, exception);
            }
        }
    }

    private async ValueTask<bool> TryReserveAsync(PaymentLimitUse use, List<PaymentLimitUse>? reserved, PaymentAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await _limits.TryReserveAsync(use, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync(action, reserved ?? [], counts: false).ConfigureAwait(false);
            throw;
        }
    }

    // An amount that nobody knows, or in a currency without a limit, is refused by the store, unless it is a repeat. The key alone names the
    // intention: with another body the repeat goes no further than to the idempotency store, and what is left of a payment changes meanwhile.
    private PaymentLimitUse UseOf(PaymentLimit limit, PaymentAccessRequest request, string? key)
    {
        var limitsAmount = limit.MaxAmounts.Count > 0;
        return new PaymentLimitUse
        {
            Bucket = $"{limit.Name}/{request.Caller?.Id}",
            Id = key is null ? IdempotencyKey.New() : $"{request.Provider}/{request.Action}/{key}",
            RepeatWindow = _repeatWindow,
            Amount = limitsAmount ? request.Amount : null,
            Period = limit.Period,
            MaxCount = limit.MaxCount,
            MaxAmount = limitsAmount ? limit.MaxAmounts.TryGetValue(request.Amount?.Currency.Code ?? "", out var allowed) ? allowed : 0 : null,
        };
    }

    private void Tell(PaymentAction action, Exception failure)
    {
        try
        {
            _logger?.LimitNotSettled(action, failure.GetType().Name);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }
}
