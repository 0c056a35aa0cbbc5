using System.Globalization;
using Adjoint.Graph;
using Adjoint.Language.Binding;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using static Adjoint.Primitives.Expressions;
using PowerPrimitive = Adjoint.Primitives.Elementwise.Power;
using ProductPrimitive = Adjoint.Primitives.LinearAlgebra.MatrixProduct;
using ReshapePrimitive = Adjoint.Primitives.Shaping.Reshape;

namespace Adjoint.Language.Writing;

/// <summary>How the language says one application: as a call, or with an operator.</summary>
/// <param name="Strength">How tightly it binds.</param>
/// <param name="Parts">Its pieces, without parentheses around them.</param>
internal sealed record Phrase(Strength Strength, IReadOnlyList<Piece> Parts)
{
    /// <summary>The phrase for an application, or nothing.</summary>
    public static Phrase? Of(Application application) => Product(application) ?? Call(application) ?? Operator(application);

    /// <summary>The pieces where the place binds so tightly.</summary>
    public IEnumerable<Piece> Pieces(Strength outer) => Strength < outer ? [Piece.Of("("), .. Parts, Piece.Of(")")] : Parts;

    /// <summary>A matrix product, with the reshapes that vectors and batches need around it.</summary>
    private static Phrase? Product(Application application) =>
        (application.Primitive is ReshapePrimitive ? application.Arguments[0] : application) is Application { Primitive: ProductPrimitive } product
            ? Binary(application, product, "@", Strength.Product, MatrixProduct)
            : null;

    private static Phrase? Call(Application application)
    {
        foreach (LanguageFunction function in FunctionTable.All)
        {
            foreach (Proposal proposal in function.Propose(application))
            {
                if (proposal.Holds(application))
                {
                    return Call(function.Name, proposal.Arguments, proposal.Suffix);
                }
            }
        }

        // A shape without axes has no text, but the sum of one entry is that entry.
        return application.Primitive is ReshapePrimitive { Target.Rank: 0 } ? Call("sum", application.Arguments, "") : null;
    }

    private static Phrase Call(string name, IReadOnlyList<Expr> arguments, string suffix)
    {
        List<Piece> parts = [Piece.Of($"{name}(")];
        for (int i = 0; i < arguments.Count; i++)
        {
            parts.Add(Piece.Of(i == 0 ? "" : ", "));
            parts.Add(new Piece(arguments[i], Strength.Sum, ""));
        }

        parts.Add(Piece.Of($"{(suffix.Length == 0 ? "" : ", ")}{suffix})"));
        return new Phrase(Strength.Alone, parts);
    }

    private static Phrase? Operator(Application application) => application.Primitive switch
    {
        Negate => new Phrase(Strength.Sign, [Piece.Of("-"), new Piece(application.Arguments[0], Strength.Sign, "")]),
        Add => Binary(application, "+", Strength.Sum, (left, right) => left + right),
        Subtract => Binary(application, "-", Strength.Sum, (left, right) => left - right),
        Multiply => Binary(application, "*", Strength.Product, (left, right) => left * right),
        PowerPrimitive power when double.IsFinite(power.Exponent) => new Phrase(
            Strength.Power, [new Piece(application.Arguments[0], Strength.Alone, ""), Piece.Of($"^{power.Exponent.ToString("R", CultureInfo.InvariantCulture)}")]),
        Divide => Binary(application, "/", Strength.Product, (left, right) => left / right),
        _ => null,
    };

    private static Phrase? Binary(Application application, string symbol, Strength strength, Func<Expr, Expr, Expr> build) =>
        Binary(application, application, symbol, strength, build);

    /// <summary>The operands as the core has them, or as they were before they were broadcast or reshaped to fit each other.</summary>
    private static Phrase? Binary(Application whole, Application core, string symbol, Strength strength, Func<Expr, Expr, Expr> build)
    {
        foreach (Expr left in Origins(core.Arguments[0]))
        {
            foreach (Expr right in Origins(core.Arguments[1]))
            {
                if (new Proposal([left, right], "", () => build(left, right)).Holds(whole))
                {
                    return new Phrase(strength, [new Piece(left, strength, ""), Piece.Of($" {symbol} "), new Piece(right, strength + 1, "")]);
                }
            }
        }

        return null;
    }

    private static IEnumerable<Expr> Origins(Expr operand) =>
        operand is Application { Primitive: Broadcast or ReshapePrimitive } fitted ? [fitted.Arguments[0], operand] : [operand];
}
