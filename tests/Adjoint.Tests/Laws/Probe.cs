using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>A case at one point: the primitive as a map of one argument, the others held fixed, and what its rules say of that map.</summary>
public sealed class Probe
{
    private readonly Variable[] _variables;
    private readonly Tensor<double>[] _values;
    private readonly int _argument;
    private readonly Variable _direction;

    public Probe(PrimitiveCase @case, int argument, Tensor<double>[] values)
    {
        Case = @case;
        _argument = argument;

        // A sum is linear in its arguments together; in one alone it is linear where the others are zero.
        bool isSum = @case.Primitive.IsJointlyLinear && values.Length > 1;
        _values = [.. values.Select((value, i) => isSum && i != argument ? new Tensor<double>(value.Shape) : value)];
        _variables = [.. @case.Shapes.Select((shape, i) => new Variable($"a{i}", shape))];
        At = (Application)@case.Primitive.Apply(_variables);
        _direction = new Variable("t", @case.Shapes[argument]);
        Cotangent = new Variable("e", At.Shape);
    }

    public PrimitiveCase Case { get; }

    public Application At { get; }

    public Variable Cotangent { get; }

    public Variable Argument => _variables[_argument];

    public Tensor<double> Point => _values[_argument];

    /// <summary>f(u), by the reference rule.</summary>
    public Tensor<double> Apply(Tensor<double> value) =>
        Interpreter.Apply(Case.Primitive, [.. _values.Select((own, i) => i == _argument ? value : own)]);

    /// <summary>The tangent rule as an expression of the direction.</summary>
    public Expr TangentExpression() => Case.Primitive.Tangent(At, _argument, _direction);

    /// <summary>The tangent rule at the point.</summary>
    public Tensor<double> Tangent(Tensor<double> direction) => Interpreter.Evaluate(TangentExpression(), [.. Bindings, (_direction, direction)]);

    /// <summary>The adjoint rule as an expression of the cotangent.</summary>
    public Expr AdjointExpression() => Case.Primitive.Adjoint(At, _argument, Cotangent);

    /// <summary>The adjoint rule applied to a cotangent.</summary>
    public Tensor<double> Adjoint(Tensor<double> cotangent) => Interpreter.Evaluate(AdjointExpression(), [.. Bindings, (Cotangent, cotangent)]);

    /// <summary>The map as a matrix, by the reference rule.</summary>
    public DenseMatrix Matrix() => DenseMatrix.Of(Apply, Case.Shapes[_argument], At.Shape);

    /// <summary>The adjoint rule as a matrix.</summary>
    public DenseMatrix AdjointMatrix()
    {
        Expr adjoint = AdjointExpression();
        return DenseMatrix.Of(cotangent => Interpreter.Evaluate(adjoint, [.. Bindings, (Cotangent, cotangent)]), At.Shape, Case.Shapes[_argument]);
    }

    public (Variable Variable, Tensor<double> Value)[] Bindings => [.. _variables.Zip(_values)];
}
