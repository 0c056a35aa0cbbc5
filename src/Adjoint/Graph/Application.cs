namespace Adjoint.Graph;

/// <summary>A primitive applied to arguments. Made by <see cref="Graph.Primitive.Apply"/>, which checks arity and shapes.</summary>
public sealed class Application : Expr
{
    private readonly Expr[] _arguments;

    internal Application(Primitive primitive, Expr[] arguments, Tensors.Shape shape)
        : base(shape)
    {
        Primitive = primitive;
        _arguments = arguments;
    }

    /// <summary>What is applied.</summary>
    public Primitive Primitive { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Expr> Arguments => _arguments;
}
