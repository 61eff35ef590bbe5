using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Payments.AspNetCore;

/// <summary>Answers a request that a <see cref="PaymentException"/> has ended.</summary>
internal sealed class PaymentExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not PaymentException payment)
            return false;
        var problem = PaymentProblem.Of(payment);
        httpContext.Response.StatusCode = problem.Status!.Value;
        RetryAfter.Tell(httpContext.Response, payment.Error);

        // Without the exception: a host that writes it into its problems would tell all of it.
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }).ConfigureAwait(false);
        return true;
    }
}
