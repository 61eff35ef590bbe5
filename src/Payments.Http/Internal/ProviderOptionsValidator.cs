using Microsoft.Extensions.Options;

namespace Payments.Http;

/// <summary>Validates one registration's options and says which registration and which option it is about.</summary>
internal sealed class ProviderOptionsValidator<TOptions>(string registration) : IValidateOptions<TOptions>
    where TOptions : ProviderHttpOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != registration)
            return ValidateOptionsResult.Skip;
        List<string> problems = [];
        options.Validate(problems);
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.ConvertAll(problem => $"Payment registration '{registration}', {typeof(TOptions).Name}: {problem}"));
    }
}
