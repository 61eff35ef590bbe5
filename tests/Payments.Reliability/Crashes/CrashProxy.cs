using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Payments.Reliability.Crashes;

/// <summary>
/// A seam of the SDK with a place before and behind each of its calls. Nothing in the product knows of it: the host registers it around the interface.
/// </summary>
internal class CrashProxy : DispatchProxy
{
    private static readonly MethodInfo AfterValue = typeof(CrashProxy).GetMethod(nameof(AfterResultAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;
    private object _target = null!;
    private CrashGate _gate = null!;
    private string _name = "";

    internal static T Around<T>(T target, CrashGate gate)
        where T : class
    {
        var proxy = Create<T, CrashProxy>();
        var inner = (CrashProxy)(object)proxy;
        (inner._target, inner._gate, inner._name) = (target, gate, typeof(T).Name);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var place = $"{_name}.{targetMethod!.Name}";
        if (targetMethod.ReturnType.Name.Contains("Task", StringComparison.Ordinal))
            _gate.Pass("before " + place);
        object? result;
        try
        {
            result = targetMethod.Invoke(_target, args);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }

        return result switch
        {
            ValueTask task => new ValueTask(AfterAsync(task.AsTask(), place)),
            Task task => AfterAsync(task, place),
            not null when targetMethod.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                AfterValue.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [result, place]),
            _ => result,
        };
    }

    private async Task AfterAsync(Task call, string place)
    {
        await call;
        _gate.Pass("after " + place);
    }

    private async ValueTask<T> AfterResultAsync<T>(ValueTask<T> call, string place)
    {
        var result = await call;
        _gate.Pass("after " + place);

        // What a scope's transaction is written with is a seam of its own.
        return result is IPaymentTransaction transaction ? (T)Around(transaction, _gate) : result;
    }
}

/// <summary>The places around a call to a provider: before it leaves, and when the provider has answered.</summary>
internal sealed class CrashHandler(CrashGate gate) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var place = $"{request.Method} at the provider";
        gate.Pass("before " + place);
        var response = await base.SendAsync(request, cancellationToken);
        gate.Pass("after " + place);
        return response;
    }
}
