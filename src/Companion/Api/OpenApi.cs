using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Companion.Api;

/// <summary>The API's description of itself, made from the endpoints: it cannot fall behind them.</summary>
internal static class OpenApi
{
    public const string Document = "v1";

    public static void AddTo(IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Endpoints.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Companion",
                Version = "v1",
                Description = "Hand in evidence; read units, assessments and decisions. Every refusal is a problem document (RFC 9457) with a stable code.",
            };
            // Where the server is reached is for whoever reads this to know.
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that a steward made: token create ci." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeEvidenceAsync);
    });

    private static Task DescribeEvidenceAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (operation.OperationId != "sendEvidence")
            return Task.CompletedTask;

        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = "The same key with the same body has one effect and gets the first answer, for seven days.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Receiver.LongestKey },
        });
        if (operation.RequestBody?.Content?["application/json"] is { Schema: { } one } json)
        {
            var many = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MinItems = 1 };
            json.Schema = new OpenApiSchema
            {
                OneOf =
                [
                    one,
                    many,
                    new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["items"] = many },
                        Required = new HashSet<string>(StringComparer.Ordinal) { "items" },
                    },
                ],
            };
        }

        return Task.CompletedTask;
    }
}
