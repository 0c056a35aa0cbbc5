using System.Numerics;
using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>A map of one variable at a point, the others held fixed, with what the rules say of it: the linear map that it is or is linearised to, and the adjoint.</summary>
internal sealed class LinearizedMap
{
    /// <summary>Numbers above this and below its inverse are scaled before they are multiplied with each other.</summary>
    private const double Large = 1e100;

    private readonly Expr _value, _image, _adjoint;
    private readonly Expr? _tangent;
    private readonly Variable _argument, _direction, _cotangent;
    private readonly (Variable Variable, Tensor<double> Value)[] _at;
    private readonly IReadOnlyDictionary<Variable, Tensor<double>> _linearAt;
    private Plan? _plan;
    private Computation<double>? _values, _tangents;

    private LinearizedMap(
        Expr value, Variable argument, (Variable, Tensor<double>)[] at, IReadOnlyDictionary<Variable, Tensor<double>> linearAt,
        Variable direction, Variable cotangent, Expr? tangent, Expr image, Expr adjoint)
    {
        (_value, _argument, _at, _linearAt) = (value, argument, at, linearAt);
        (_direction, _cotangent, _tangent, _image, _adjoint) = (direction, cotangent, tangent, image, adjoint);
    }

    /// <summary>The value of the variable at the point.</summary>
    public Tensor<double> Point => _at.First(pair => pair.Variable == _argument).Value;

    /// <summary>Whether there is a linearisation; without one the derivative is zero.</summary>
    public bool HasTangent => _tangent is not null;

    /// <summary>A primitive in one argument. Where it is linear, its adjoint rule is held against the primitive itself, else against its linearisation.</summary>
    public static LinearizedMap Of(Primitive primitive, int argument, IReadOnlyList<Tensor<double>> values)
    {
        Variable[] variables = [.. values.Select((value, i) => new Variable($"a{i}", value.Shape))];
        Application at = (Application)primitive.Apply(variables);
        Variable direction = new("t", variables[argument].Shape), cotangent = new("e", at.Shape);
        (Variable, Tensor<double>)[] point = [.. variables.Zip(values)];
        Dictionary<Variable, Tensor<double>> linearAt = variables.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        switch (primitive.DependenceOn(argument))
        {
            case Dependence.Linear:
                Expr[] moved = [.. variables];
                moved[argument] = direction;
                foreach (Variable other in variables.Where((_, i) => primitive.IsJointlyLinear && i != argument))
                {
                    // A sum is linear in its arguments together; in one alone it is linear where the others are zero.
                    linearAt[other] = new Tensor<double>(other.Shape);
                }

                return new(at, variables[argument], point, linearAt, direction, cotangent, primitive.Tangent(at, argument, direction), primitive.Apply(moved), primitive.Adjoint(at, argument, cotangent));
            case Dependence.Nonlinear:
                Expr tangent = primitive.Tangent(at, argument, direction);
                return new(at, variables[argument], point, linearAt, direction, cotangent, tangent, tangent, Transposition.Adjoint(tangent, [direction], cotangent)[0]);
            default:
                return Of(at, variables[argument], point);
        }
    }

    /// <summary>An expression in one of its variables.</summary>
    public static LinearizedMap Of(Expr expression, Variable variable, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
    {
        Variable direction = new($"direction of {variable.Name}", variable.Shape), cotangent = new("cotangent of the whole", expression.Shape);
        Expr? tangent = Linearization.Tangent(expression, new Dictionary<Variable, Expr> { [variable] = direction });
        Expr image = tangent ?? Linearization.Zeros(expression.Shape);
        return new(expression, variable, [.. at], at.ToDictionary(pair => pair.Variable, pair => pair.Value), direction, cotangent, tangent, image, Transposition.Adjoint(image, [direction], cotangent)[0]);
    }

    /// <summary>The two sides of the dot test for random pairs, in an element type.</summary>
    public List<DotTestSample> Samples<T>(Random random, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Computation<T> maps = new(_plan ??= Plan.Compile(new Function([.. _linearAt.Keys, _direction, _cotangent], [_image, _adjoint])));
        foreach ((Variable variable, Tensor<double> value) in _linearAt)
        {
            maps.Bind(variable, value);
        }

        List<(Tensor<double> U, Tensor<double> V, Tensor<double> Forward, Tensor<double> Backward)> pairs = [];
        for (int i = 0; i < count; i++)
        {
            Tensor<double> u = Computation<T>.Rounded(RandomTensors.Next(random, _direction.Shape)), v = Computation<T>.Rounded(RandomTensors.Next(random, _cotangent.Shape));
            maps.Bind(_direction, u);
            maps.Bind(_cotangent, v);
            Tensor<double>[] results = maps.Run();
            pairs.Add((u, v, results[0], results[1]));
        }

        return Samples(pairs);
    }

    /// <summary>The value with another value of the variable.</summary>
    public Tensor<double> Value(Tensor<double> argument)
    {
        if (_values is null)
        {
            _values = new(GraphTraversal.Variables(_value), _value);
            foreach ((Variable variable, Tensor<double> value) in _at)
            {
                _values.Bind(variable, value);
            }
        }

        _values.Bind(_argument, argument);
        return _values.Run()[0];
    }

    /// <summary>The linearisation at the point, in a direction.</summary>
    public Tensor<double> Tangent(Tensor<double> direction)
    {
        if (_tangent is null)
        {
            return new Tensor<double>(_value.Shape);
        }

        if (_tangents is null)
        {
            _tangents = new(GraphTraversal.Variables(_tangent), _tangent);
            foreach ((Variable variable, Tensor<double> value) in _at)
            {
                _tangents.Bind(variable, value);
            }
        }

        _tangents.Bind(_direction, direction);
        return _tangents.Run()[0];
    }

    /// <summary>The image of every vector of the standard basis, and of each of the other side under the adjoint: rows of the transposed matrix, and of the adjoint's.</summary>
    public (Tensor<double>[] Columns, Tensor<double>[] Rows) Matrices()
    {
        Computation<double> forward = new([.. _linearAt.Keys, _direction], _image), backward = new([.. _linearAt.Keys, _cotangent], _adjoint);
        foreach ((Variable variable, Tensor<double> value) in _linearAt)
        {
            forward.Bind(variable, value);
            backward.Bind(variable, value);
        }

        return (OfBasis(forward, _direction), OfBasis(backward, _cotangent));
    }

    private static Tensor<double>[] OfBasis(Computation<double> map, Variable argument) =>
    [
        .. Enumerable.Range(0, argument.Shape.Size).Select(entry =>
        {
            Tensor<double> basis = new(argument.Shape);
            basis.Span[entry] = 1;
            map.Bind(argument, basis);
            return map.Run()[0];
        }),
    ];

    private static List<DotTestSample> Samples(List<(Tensor<double> U, Tensor<double> V, Tensor<double> Forward, Tensor<double> Backward)> pairs)
    {
        // All sides by one number, so that squares do not overflow or vanish.
        double largest = pairs.Max(pair => Math.Max(Entries.Largest(pair.Forward), Entries.Largest(pair.Backward)));
        if (double.IsFinite(largest) && largest != 0 && (largest > Large || largest < 1 / Large))
        {
            pairs = [.. pairs.Select(pair => (pair.U, pair.V, Entries.Map(pair.Forward, entry => entry / largest), Entries.Map(pair.Backward, entry => entry / largest)))];
        }

        // ‖A‖ from below, by the best of the pairs: one pair alone may lie in a null space, where rounding is all there is.
        double norm = pairs.Max(pair => Math.Max(Ratio(pair.Forward, pair.U), Ratio(pair.Backward, pair.V)));
        return [.. pairs.Select(pair => new DotTestSample(Entries.Dot(pair.Forward, pair.V), Entries.Dot(pair.U, pair.Backward), norm * Entries.Norm(pair.U) * Entries.Norm(pair.V)))];
    }

    private static double Ratio(Tensor<double> image, Tensor<double> argument) => Entries.Norm(argument) is double length && length > 0 ? Entries.Norm(image) / length : 0;
}
